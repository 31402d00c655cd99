"""How a ballot comes in: one queue, one transaction, one judgement for every way of voting."""
