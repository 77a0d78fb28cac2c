"""What joins cases, ledgers, duties and sheets: it stands above the rooms that keep them."""
