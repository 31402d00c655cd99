"""需求征集 (P1): a call for needs, and what residents enter by phone, on paper or at a stall."""
