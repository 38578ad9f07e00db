-- A suspension that was announced without a day stands in the list beside the rate, as an exemption does, until the rate is stated anew or it runs
-- out: whoever pays the duty has to know of it, and it is not known to have begun, so that it hides no rate.
CREATE OR REPLACE FUNCTION tariffs_in_force(on_date date)
    RETURNS TABLE (imposer text, target text, excluded text[], product text, instrument text, standing text, action text, rate numeric,
                   rate_operator text, rate_points numeric, rate_from numeric, value_basis text, exempt_from text, effective date,
                   expires date, status text, said_at timestamptz, words text, url text, source text, targets text[], products text, id text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH stated AS MATERIALIZED (
        SELECT c.id, c.imposer, d.target, p.product, c.instrument_name, c.action,
               coalesce(c.effective, c.said_at::date) AS day, c.said_at,
               (c.rate IS NOT NULL OR c.rate_points IS NOT NULL OR c.action IN ('suspend', 'exempt', 'remove')) AS tells,
               CASE WHEN c.action = 'exempt' THEN 1 WHEN c.action = 'suspend' AND c.status = 'announced' AND c.effective IS NULL THEN 2
                    ELSE 0 END AS beside
        FROM tariff_change c
        JOIN tariff_target d ON d.change_id = c.id AND NOT d.excluded
        LEFT JOIN tariff_product p ON p.change_id = c.id
        WHERE c.status IN ('in_force', 'announced') AND c.temporality <> 'hypothetical'
          AND (c.status = 'in_force' OR c.effective IS NOT NULL OR c.action IN ('exempt', 'suspend'))
          AND coalesce(c.effective, c.said_at::date) <= on_date
          AND (c.expires IS NULL OR c.expires > on_date)
    ), last AS MATERIALIZED (
        SELECT DISTINCT ON (s.imposer, s.target, s.product, s.instrument_name, s.beside) s.*
        FROM stated s
        ORDER BY s.imposer, s.target, s.product, s.instrument_name, s.beside, s.tells DESC, s.day DESC, s.said_at DESC, s.id
    )
    SELECT t.imposer, l.target, t.excluded, l.product, t.instrument_name,
           CASE t.action WHEN 'exempt' THEN 'exempt' WHEN 'suspend' THEN 'suspended' ELSE 'collected' END,
           t.action, t.rate, t.rate_operator, t.rate_points, t.rate_from, t.value_basis, t.exempt_from, t.effective,
           t.expires, t.status, t.said_at, t.words, t.url, t.source, t.targets, t.products, t.id
    FROM last l
    JOIN tariff_changes t ON t.id = l.id
    WHERE l.action <> 'remove'
      AND NOT EXISTS (SELECT FROM last o
                      WHERE l.beside = 2 AND o.beside = 0 AND o.imposer = l.imposer AND o.target = l.target AND o.day > l.day
                        AND coalesce(o.product, '') = coalesce(l.product, '')
                        AND coalesce(o.instrument_name, '') = coalesce(l.instrument_name, ''));
END;
