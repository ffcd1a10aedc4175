"""Says of each VAT number of a JSON list whether python-stdnum takes it: vat_numbers.py FILE."""
import json
import sys

from stdnum.eu import vat

with open(sys.argv[1], encoding="utf-8") as file:
    numbers = json.load(file)
print(json.dumps([vat.is_valid(number) for number in numbers]))
