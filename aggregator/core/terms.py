"""What every reply, file and snapshot says of the data: its name, its licence, and what it is not."""

NAME = "Casualty figures: claims, ranges and conflicts"
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_OF = "figures and coding; quoted sentences belong to their publishers"
CAVEAT = "Figures are claims, not counts: a sum over claims is not a death toll."
