"""Prints every figure."""

from benchmarks import call_page, felt, records

if __name__ == "__main__":
    records.main()
    call_page.main()
    felt.main()
