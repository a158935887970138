"""Lists of services that others keep, read into entries of the map, and our map written the way they read it.

Two forms are known: sheets of who does what where, with tags of the Humanitarian Exchange Language (hxlstandard.org,
1.1), and directories after Open Referral's HSDS 3 (JSON, or a package of tables).  What comes in is only reported:
nobody is sent there before a person nearby has checked it.
"""
