"""What a dose looks like in any of our languages: no clip shows one or says one."""

import re

DOSE = re.compile(r"\d+([.,]\d+)?\s*(mg|ml|mL|mcg|µg|मिली|मि\.|مل|ملغ)")
