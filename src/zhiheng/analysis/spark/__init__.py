"""Screening on Spark: the same statements over the same Parquet files, the same clues with the same digests."""
