"""How the recogniser of elements is made: pages rendered with a known truth, candidates, a small network.

Never imported at run time. `python -m models.training.elements.train --help` tells the steps.
"""
