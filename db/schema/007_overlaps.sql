-- How long a claim's window is (to 1, 8, 64, 512, 4096 days, longer or unknown), its last day, its first: see db/shortcuts.py.
CREATE INDEX claims_days ON claims (
    CASE WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 1 THEN 0
    WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 8 THEN 1
    WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 64 THEN 2
    WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 512 THEN 3
    WHEN julianday(coalesce(window_end, window_start)) - julianday(coalesce(window_start, window_end)) < 4096 THEN 4
    ELSE 5 END,
    coalesce(window_end, window_start), coalesce(window_start, window_end)
);
