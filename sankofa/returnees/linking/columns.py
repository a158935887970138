"""The settings with which Splink compares files: a level for each finding of `rules/linkage`, the same in both engines.

Conditions are written so that DuckDB and Spark read them alike; both must give equal answers.
"""

from typing import Any

import splink.comparison_level_library as level
from splink import SettingsCreator, block_on
from splink.comparison_library import CustomComparison

from sankofa.returnees.rules.linkage import COMPARISONS, Weights

ID = "unique_id"
TRAINED_BY = (("name_key",), ("born_day",), ("district", "returned_day"))
"""Files that agree in these are looked at to learn how the rest agrees; each comparison is learned where it is free."""


def settings(weights: Weights, *, count: int) -> SettingsCreator:
    """Return the settings for so many files, with trained weights."""
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(name, weights) for name in COMPARISONS],
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        probability_two_random_records_match=float(weights.chance(count)),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        unique_id_column_name=ID,
        # Fixed, so that nothing of a run depends on chance.
        linker_uid="register",
    )


def _comparison(name: str, weights: Weights) -> CustomComparison:
    nothing, *found = _levels(name)
    levels = [nothing.configure(is_null_level=True)]
    for code, one in zip(COMPARISONS[name], [*found, level.ElseLevel()], strict=True):
        m, u = float(weights.m[code]), float(weights.u[code])
        levels.append(one.configure(m_probability=m, u_probability=u, label_for_charts=code))
    return CustomComparison(output_column_name=name, comparison_levels=levels)


def _levels(name: str) -> list[Any]:
    """Return what says nothing, then what makes each finding, in the order of the findings; the last is all else."""
    match name:
        case "name":
            return [
                level.NullLevel("bones"),
                # A name that many bear says less than one that few bear.
                level.ExactMatchLevel("spelled", term_frequency_adjustments=True),
                level.CustomLevel(
                    "(spelled_l IS NOT NULL AND spelled_r IS NOT NULL) AND (name_key_l = name_key_r"
                    " OR levenshtein(spelled_l, spelled_r) * 5 <= least(length(spelled_l), length(spelled_r)))"
                ),
                level.CustomLevel(
                    "(spelled_l IS NOT NULL AND spelled_r IS NOT NULL)"
                    " AND (name_key_l = native_key_r OR native_key_l = name_key_r)"
                ),
                level.And(level.ArraySubsetLevel("bones"), level.ArrayIntersectLevel("bones", 2)),
                level.ArraySubsetLevel("bones"),
                level.ArrayIntersectLevel("bones", 1),
            ]
        case "birth":
            return [
                level.NullLevel("born_year"),
                level.CustomLevel("born_day_l = born_day_r"),
                level.CustomLevel("born_day_l = born_turned_r"),
                level.CustomLevel("levenshtein(born_day_l, born_day_r) = 1"),
                level.CustomLevel("born_year_l = born_year_r AND (is_born_rough_l OR is_born_rough_r)"),
                level.CustomLevel(
                    "abs(born_year_l - born_year_r) <= 1"
                    " OR (abs(born_year_l - born_year_r) <= 2 AND (is_born_about_l OR is_born_about_r))"
                ),
            ]
        case "phone":
            return [level.NullLevel("phones"), level.ArrayIntersectLevel("phones", 1)]
        case "paper":
            return [
                level.And(
                    # Papers of two kinds cannot contradict each other, and different numbers of others never do.
                    level.Or(
                        level.NullLevel("papers"),
                        level.And(
                            level.Not(level.ArrayIntersectLevel("papers", 1)),
                            level.Not(level.ArrayIntersectLevel("paper_kinds", 1)),
                        ),
                    ),
                    level.Or(level.NullLevel("numbers"), level.Not(level.ArrayIntersectLevel("numbers", 1))),
                ),
                level.ArrayIntersectLevel("papers", 1),
                level.ArrayIntersectLevel("numbers", 1),
            ]
        case "sex":
            return [level.NullLevel("sex"), level.CustomLevel("sex_l = sex_r")]
        case "district":
            return [
                level.NullLevel("district"),
                level.CustomLevel("district_l = district_r OR district_l = province_r OR province_l = district_r"),
                level.CustomLevel("province_l = province_r"),
            ]
        case "country":
            return [level.NullLevel("countries"), level.ArrayIntersectLevel("countries", 1)]
        case _:
            return [
                level.NullLevel("returned_year"),
                level.CustomLevel("returned_day_l = returned_day_r"),
                level.CustomLevel("abs(returned_year_l - returned_year_r) <= 1"),
            ]
