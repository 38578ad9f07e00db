-- Which suspensions and exemptions end soon?
-- asked by: an importer's compliance officer
-- arguments: days:number=90 from:day=today
SELECT expires, imposer, targets, action, goods_words(products, targets) AS products, trim_scale(rate_from) AS rate_spared
FROM pauses_ending($1::integer, $2::date)
ORDER BY expires, id
