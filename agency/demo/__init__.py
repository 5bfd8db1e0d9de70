"""The demo office: invented people and brands, the same every time, dated round the day on which it is made."""
