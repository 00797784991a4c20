ALTER TABLE events ADD COLUMN days_basis TEXT CHECK (days_basis IN ('stated', 'published'));  -- null until grouped anew
