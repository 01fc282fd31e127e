-- Readings of pages are forgotten after a time, the oldest first.

create index scrape_results_oldest on scrape_results (created_at);
