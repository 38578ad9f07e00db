/*
 * Who says each sentence: the frame in it ("X said", "according to X", "told X that"), the turn of
 * a transcript it lies in, the quotation it belongs to, or the text's own author.
 */
#ifndef GAINSAY_CLASSIFY_SPEECH_H
#define GAINSAY_CLASSIFY_SPEECH_H

#include "consumers/classify/document.h"

/* Somebody who speaks. */
struct speaker {
    struct str name;      /* empty: nobody is known to speak */
    const char *side;     /* code, or NULL */
    const char *supposed; /* the side of an office in most transcripts that name it so, or NULL */
    const char *role;     /* kind of office, or NULL */
    uint32_t person;      /* index into doc->person, or NO_INDEX */
    enum mention_kind kind;
    const struct lex_entry *entry; /* of the office or body, or NULL */
    bool generic;
    bool named_side; /* its own words tell the side */
};

/* What somebody else says in the same sentence: "..., after Trump had said that ...". */
struct aside {
    struct speaker speaker; /* without a name: there is none */
    const struct hit *verb;
    uint32_t first; /* tokens of its frame and content */
    uint32_t end;
};

struct voice {
    struct speaker speaker;
    const struct hit *verb;      /* of the frame in the sentence, or NULL */
    const struct hit *next_verb; /* of a second part of the same speaker: "denied A and said B"; */
    uint32_t next_first;         /* where that begins: at the verb, or at "and that" */
    struct aside aside;
    uint32_t subject_first; /* tokens of the frame's subject */
    uint32_t subject_end;
    bool after;     /* the frame stands after what is said */
    bool reported;  /* named in the sentence itself */
    bool asked;     /* said in a reporter's turn, or by one who asks */
    bool turn;      /* in a turn of a transcript */
    uint32_t first; /* first token after the turn's label */
};

struct author {
    struct speaker speaker;
    const char *joint[2]; /* the two whose joint text it is, or NULL */
    const char *guest; /* side of the one foreign office that the title names without a holder, */
    const char *guest_role; /* and what office it is; or NULL */
    const struct document *title;
    struct str titled; /* the title's words for that speaker: "President Lind"; empty: none */
    bool named;        /* by the title, not by an office alone */
    bool housed;       /* by the source: a house of the speaker's country */
    bool heads;        /* by the source: the house of a head of state */
    bool gazette;      /* a paper of notices: the body that a notice names speaks in it */
    bool social;       /* a post: its author says everything in it */
    bool press;        /* a reporter's text: its author makes no statements */
};

/* The author as far as the item's source tells: read before title and text, whose offices without a
 * country are its own. */
struct author author_of_source(const struct document *source);
/* Whose text it is by its title, where the source names no country; or NULL. */
const char *author_home(const struct document *title);
/* The author by title and text as well. */
struct author
author_of_text(const struct document *doc, const struct document *title, struct author author);
/* guest.c: "Remarks by President Lind and the President of Panama": sets author->guest. */
void guest_read(const struct document *title, const char *home, struct author *author);
/* "PRESIDENT VARELA:", whom the title doesn't name: the guest's side, where the office is theirs;
 * else NULL. [first, end): the label's tokens. */
const char *guest_side(const struct document *doc,
                       const struct author *author,
                       const struct mention *label,
                       uint32_t end);
/* One voice a sentence, in the caller's array. May complete doc->person. */
void speech_assign(struct document *doc, const struct author *author, struct voice *voices);

/* Who a mention is: a pronoun is nobody. */
struct speaker speech_of_mention(const struct document *doc, const struct mention *mention);
/* An office without a name becomes the person whose office the document says it to be. */
void speech_name_office(const struct document *doc, struct speaker *speaker);

#endif
