"""Rules of sentence execution (刑罚执行): terms, commutation, parole, medical release, property judgments, procedure."""
