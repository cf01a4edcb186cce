"""What the program costs, each figure beside a bare peer that is measured in the same run."""
