"""One comparison of a register from beginning to end, as the command line and the periodic work do it.

Interrupted and begun again it finds the same and writes nothing twice.
"""

import resource
from collections.abc import Callable

from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.memory import without_tidying
from sankofa.returnees import actions
from sankofa.returnees.comparing import in_use
from sankofa.returnees.linking import engines
from sankofa.returnees.linking.engines import TooFewFiles
from sankofa.returnees.models import LinkageRun, Person
from sankofa.returnees.rules import linkage
from sankofa.returnees.rules.linkage import Brake, Weights


def run_through(run: LinkageRun, *, by: Actor, step: Callable[[int], object] = lambda _files: None) -> LinkageRun:
    """Compare a register as it was asked for; return the run as it ended.

    `step` is told of every chunk of files read.  Raises NoEngine where nothing compares here, and RunsAlready.
    """
    engine = engines.chosen()
    engines.check_installed(engine)
    used = in_use(run.organisation_id)
    run = actions.begin_run(run=run, engine=engine, weights_id=used.pk if used else None, by=by, at=clock.now())
    try:
        with without_tidying():
            return _done(run, used.terms if used else linkage.shipped(), by=by, step=step)
    except TooFewFiles as few:
        return _end(run, files=few.count, failed="too_few_files", by=by)
    except Exception:
        _end(run, files=0, failed="broke_off", by=by)
        raise


def _done(run: LinkageRun, weights: Weights, *, by: Actor, step: Callable[[int], object]) -> LinkageRun:
    from sankofa.returnees.linking import whole

    with whole.register(run.organisation_id, step=step) as register:
        protected = frozenset(
            map(
                str,
                Person.objects.filter(office__organisation_id=run.organisation_id, is_protected=True).values_list(
                    "pk", flat=True
                ),
            )
        )
        files = register.table.num_rows - register.count(protected)
        if run.learns:
            learned = engines.learned(register.table, weights, engine=run.engine)
            actions.keep_weights(run=run, learned=learned, files_count=files, by=by, at=clock.now())
            return _end(run, files=files, by=by)
        found = engines.compare(register.table, weights, threshold=linkage.threshold(), engine=run.engine)
        silent = [pair for pair in found if pair.one in protected or pair.other in protected]
        asked = [pair for pair in found if pair.one not in protected and pair.other not in protected]
        brake = None if run.goes_on else linkage.brake([(p.one, p.other) for p in asked], files_count=files)
        if brake is not None:
            return _end(run, files=files, pairs=len(asked), brake=brake, by=by)
        new = actions.keep_found(run, asked, describe=register.described, by=by, at=clock.now())
        actions.tell_officers(silent, protected, by=by, at=clock.now())
        return _end(run, files=files, pairs=len(asked), new=new, by=by)


def _end(
    run: LinkageRun,
    *,
    files: int,
    pairs: int = 0,
    new: int = 0,
    brake: Brake | None = None,
    failed: str = "",
    by: Actor,
) -> LinkageRun:
    return actions.end_run(
        run=run,
        files_count=files,
        pairs_count=pairs,
        new_count=new,
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        brake=brake,
        failed=failed,
        by=by,
        at=clock.now(),
    )
