"""Compute the shared variables for a population; building the simulation and setting its inputs are not timed."""

from collections.abc import Callable
from pathlib import Path

from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from bench.measured import Arrays, measure
from bench.peers.law_openfisca.facts import FACTS, Person
from bench.peers.law_openfisca.variables import VARIABLES

SHARED = ("start_months", "start_on", "interval_months", "interval_on", "earliest_on", "most_months", "eligible")
MONTH = "2025-12"


def system() -> TaxBenefitSystem:
    made = TaxBenefitSystem([Person])
    made.load_parameters(str(Path(__file__).parent / "parameters"))
    made.add_variables(*FACTS, *VARIABLES)
    return made


def prepare(facts: Arrays) -> Callable[[], Arrays]:
    simulation = SimulationBuilder().build_default_simulation(system(), len(facts["as_of"]))
    for fact in FACTS:
        simulation.set_input(fact.__name__, MONTH, facts[fact.__name__])
    return lambda: {name: simulation.calculate(name, MONTH) for name in SHARED}


if __name__ == "__main__":
    measure(prepare)
