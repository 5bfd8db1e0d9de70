"""What went live and what it brought: matched to its piece, held against what was approved, and reckoned."""
