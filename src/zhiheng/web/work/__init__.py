"""The pages of packs, duties, catalogues, sheets and reports."""
