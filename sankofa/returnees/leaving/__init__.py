"""Lists that leave the register: columns, people, files."""
