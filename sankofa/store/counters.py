"""Numbers given out once."""

from django.db import transaction

from sankofa.store.models import Counter


def take(name: str, count: int = 1) -> range:
    """Return the next `count` numbers under a name.  Must run inside a transaction, which holds the counter's row."""
    held = hold(name)
    first = held.value + 1
    held.value += count
    held.save(update_fields=["value"])
    return range(first, first + count)


def hold(name: str) -> Counter:
    """Hold the row of a name until the transaction ends: whoever else wants it waits."""
    assert transaction.get_connection().in_atomic_block, "a counter is held inside the transaction that uses it"
    Counter.objects.get_or_create(name=name)
    return Counter.objects.select_for_update().get(name=name)
