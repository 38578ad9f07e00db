-- Which threats were never followed by a measure?
-- asked by: a trade analyst
SELECT said_at::date AS said, imposer, targets, goods_words(products, targets) AS products, trim_scale(rate) AS rate, words
FROM threats_never_carried_out
ORDER BY said_at, id
