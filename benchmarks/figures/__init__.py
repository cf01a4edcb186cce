"""The figures, one small file each: `measure(desktop, runs)` yields the lines of the table."""
