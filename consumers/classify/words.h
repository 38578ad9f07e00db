/*
 * The closed-class English words that rules may name, with ids known at compile time. Everything
 * open (verbs, nouns, names, cues) belongs in lexicon/.
 */
#ifndef GAINSAY_CLASSIFY_WORDS_H
#define GAINSAY_CLASSIFY_WORDS_H

/* id, spelling as folded */
/* clang-format off */
#define GRAMMAR_WORDS(X) \
    X(A, "a") X(AN, "an") X(THE, "the") X(THIS, "this") X(THAT, "that") X(THESE, "these") \
    X(THOSE, "those") X(OF, "of") X(FOR, "for") X(TO, "to") X(BY, "by") X(FROM, "from") \
    X(IN, "in") X(ON, "on") X(AT, "at") X(WITH, "with") X(INTO, "into") X(OVER, "over") \
    X(UNDER, "under") X(ABOUT, "about") X(AS, "as") X(AGAINST, "against") X(BETWEEN, "between") \
    X(AND, "and") X(OR, "or") X(NOR, "nor") X(BUT, "but") X(IF, "if") X(UNLESS, "unless") \
    X(WHETHER, "whether") X(WHILE, "while") X(ALTHOUGH, "although") X(THOUGH, "though") \
    X(BECAUSE, "because") X(AFTER, "after") X(BEFORE, "before") X(SINCE, "since") \
    X(UNTIL, "until") X(WHEN, "when") X(WHERE, "where") X(WHO, "who") X(WHICH, "which") \
    X(WHAT, "what") X(HOW, "how") X(WHY, "why") X(WHOSE, "whose") X(WHATEVER, "whatever") \
    X(NOT, "not") X(NO, "no") X(NEVER, "never") X(NEITHER, "neither") X(NOT_ONE, "none") \
    X(WITHOUT, "without") X(EXCEPT, "except") X(IS, "is") X(ARE, "are") X(WAS, "was") \
    X(WERE, "were") X(BE, "be") X(BEEN, "been") X(BEING, "being") X(AM, "am") X(HAS, "has") \
    X(HAVE, "have") X(HAD, "had") X(HAVING, "having") X(DO, "do") X(DOES, "does") X(DID, "did") \
    X(DOING, "doing") X(WILL, "will") X(WOULD, "would") X(SHALL, "shall") X(SHOULD, "should") \
    X(CAN, "can") X(COULD, "could") X(MAY, "may") X(MIGHT, "might") X(MUST, "must") X(WO, "wo") \
    X(CA, "ca") X(I, "i") X(WE, "we") X(YOU, "you") X(HE, "he") X(SHE, "she") X(IT, "it") \
    X(THEY, "they") X(ME, "me") X(US, "us") X(HIM, "him") X(HER, "her") X(THEM, "them") \
    X(MY, "my") X(OUR, "our") X(YOUR, "your") X(HIS, "his") X(ITS, "its") X(THEIR, "their") \
    X(OURS, "ours") X(THEIRS, "theirs") X(S, "'s") X(D, "'d") X(LL, "'ll") X(RE, "'re") \
    X(VE, "'ve") X(M, "'m") X(THERE, "there") X(THEN, "then") X(SO, "so") X(THAN, "than") \
    X(ALSO, "also") X(ALL, "all") X(EACH, "each") X(EVERY, "every") X(ANY, "any") \
    X(SOME, "some") X(BOTH, "both") X(OTHER, "other") X(ANOTHER, "another") X(MORE, "more") \
    X(MOST, "most") X(ONLY, "only") X(UP, "up") X(OUT, "out") X(DOWN, "down") X(OFF, "off") \
    X(ONTO, "onto") X(UPON, "upon") X(PER, "per") X(VIA, "via") X(NOW, "now") X(JUST, "just") \
    X(VERY, "very") X(HERE, "here") X(YES, "yes") X(AHEAD, "ahead") X(ALONE, "alone") X(AMONG, "among") \
    X(LET, "let") X(LIKE, "like") X(TOWARD, "toward") X(TOWARDS, "towards") X(DURING, "during") \
    X(THROUGH, "through")
/* clang-format on */

enum grammar_word {
    W_NONE,
#define X(id, spelling) W_##id,
    GRAMMAR_WORDS(X)
#undef X
        W_COUNT
};

#endif
