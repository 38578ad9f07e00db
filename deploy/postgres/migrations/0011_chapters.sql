-- Chapters of the Harmonized System, each with a short title for people.
INSERT INTO hs_code (code, chapter, title)
SELECT lpad(number::text, 2, '0'), lpad(number::text, 2, '0'), title
FROM (VALUES
    (1, 'live animals'), (2, 'meat'), (3, 'fish and seafood'), (4, 'dairy, eggs, honey'), (5, 'other animal products'),
    (6, 'plants and cut flowers'), (7, 'vegetables'), (8, 'fruit and nuts'), (9, 'coffee, tea, spices'), (10, 'cereals'),
    (11, 'flour, malt, starches'), (12, 'oil seeds and fodder'), (13, 'gums and resins'), (14, 'plaiting materials'),
    (15, 'fats and oils'), (16, 'prepared meat and fish'), (17, 'sugar and sweets'), (18, 'cocoa and chocolate'),
    (19, 'bakery and pasta'), (20, 'preserved vegetables, fruit, juices'), (21, 'other prepared food'),
    (22, 'drinks, spirits, vinegar'), (23, 'food waste and animal feed'), (24, 'tobacco'), (25, 'salt, stone, cement'),
    (26, 'ores, slag, ash'), (27, 'mineral fuels and oils'), (28, 'inorganic chemicals, rare earths'), (29, 'organic chemicals'),
    (30, 'medicines'), (31, 'fertilizers'), (32, 'dyes, paints, inks'), (33, 'perfumes and cosmetics'),
    (34, 'soaps, waxes, candles'), (35, 'glues and enzymes'), (36, 'explosives and matches'), (37, 'photographic goods'),
    (38, 'other chemical products'), (39, 'plastics'), (40, 'rubber and tyres'), (41, 'raw hides and leather'),
    (42, 'leather goods and bags'), (43, 'furs'), (44, 'wood and timber'), (45, 'cork'), (46, 'basketware'), (47, 'wood pulp'),
    (48, 'paper and board'), (49, 'books and print'), (50, 'silk'), (51, 'wool'), (52, 'cotton'), (53, 'other plant fibres'),
    (54, 'man-made filaments'), (55, 'man-made staple fibres'), (56, 'wadding, felt, ropes'), (57, 'carpets'),
    (58, 'special fabrics and lace'), (59, 'coated textiles'), (60, 'knitted fabrics'), (61, 'knitted clothes'),
    (62, 'woven clothes'), (63, 'other textiles, worn clothes'), (64, 'footwear'), (65, 'hats'), (66, 'umbrellas and sticks'),
    (67, 'feathers and artificial flowers'), (68, 'articles of stone and cement'), (69, 'ceramics'), (70, 'glass'),
    (71, 'gems, gold, jewellery'), (72, 'iron and steel'), (73, 'articles of iron and steel'), (74, 'copper'), (75, 'nickel'),
    (76, 'aluminium'), (77, 'kept free for later use'), (78, 'lead'), (79, 'zinc'), (80, 'tin'), (81, 'other base metals'),
    (82, 'tools and cutlery'), (83, 'other goods of base metal'), (84, 'machinery and computers'),
    (85, 'electrical machinery, chips, telephones'), (86, 'railway goods'), (87, 'cars and other road vehicles'),
    (88, 'aircraft'), (89, 'ships'), (90, 'optical, measuring, medical instruments'), (91, 'clocks and watches'),
    (92, 'musical instruments'), (93, 'arms'), (94, 'furniture, lamps'), (95, 'toys and sports goods'),
    (96, 'other manufactured articles'), (97, 'works of art'), (98, 'special national provisions'),
    (99, 'temporary national provisions and duties')) AS chapters (number, title);
