"""Rules of supervision: periods and limits of custody, interrogation, delivery, corrections, procuratorial supervision and referral."""
