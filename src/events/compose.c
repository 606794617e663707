/* SPDX-License-Identifier: Apache-2.0 */
/* How stances combine: "refused (to agree (to attend (the talks)))" is a refusal of talks. */
#include "events/compose.h"


static void remember_frame(dem_item *item, int32_t frame)
{
    if (item->n_frames < sizeof item->frames / sizeof *item->frames) item->frames[item->n_frames++] = frame;
}

static dem_str own_bare(const dem_when *w)
{
    return w->bare[0] && w->bare[0] != '-' ? dem_str_c(w->bare) : DEM_STR_NONE;
}

void dem_item_start(dem_report *r, const dem_rules *rules, const dem_when *w, int32_t frame, dem_item *out)
{
    const dem_block *b = &rules->blocks.items[w->block];
    const dem_frame *f = &r->frames.items[frame];
    *out = (dem_item){.sentence = f->sentence, .act_frame = frame, .frame = frame, .stance = DEM_STANCE_DONE, .rule = w->id};
    out->specificity = w->specificity;
    if (b->is_operator) {
        out->outer = b;
        out->bare = own_bare(w);
        out->stance = b->stance;
    } else {
        out->act = b;
    }
    dem_role_find(r, f, &w->actor, &b->actor, &out->actor);
    dem_role_find(r, f, &w->recipient, &b->recipient, &out->recipient);
    out->parties = out->recipient;
    remember_frame(out, frame);
    dem_item_flags(r, rules, out, frame);
}

bool dem_item_obliged(dem_report *r, const dem_rules *rules, int32_t frame, dem_item *out)
{
    const dem_frame *f = &r->frames.items[frame];
    bool must = (f->flags & DEM_FRAME_MODAL) && dem_str_is(f->modal, "must") && !(f->flags & (DEM_FRAME_NEGATED | DEM_FRAME_COPULA | DEM_FRAME_PASSIVE));
    const dem_slot *subject = must ? dem_frame_slot(f, "subj") : NULL;
    if (!subject || rules->anything == DEM_NONE) return false;
    int32_t m = dem_token_at(r, f->sentence, subject->token)->mention;
    if (m == DEM_NONE || !dem_actor_of(r, m).code.n) return false;
    *out = (dem_item){.sentence = f->sentence, .act_frame = frame, .frame = frame, .stance = DEM_STANCE_DONE, .rule = DEM_STR("modal:must")};
    out->act = &rules->blocks.items[rules->anything];
    out->actor = (dem_role){.tokens = {subject->token}, .n = 1};
    remember_frame(out, frame);
    dem_item_flags(r, rules, out, frame);
    return true;
}

static bool wish_stance(dem_stance s)
{
    return s == DEM_STANCE_APPEAL || s == DEM_STANCE_DEMAND || s == DEM_STANCE_PROPOSE;
}

/* Who is answered when the thing answered is itself an offer, a demand or an act of somebody. */
static void answer_to(dem_item *item, const dem_role *actor, const dem_role *recipient)
{
    dem_role was = item->actor;
    if (actor->n || actor->speaker) item->actor = *actor;
    bool other = was.n && !(item->actor.n && was.tokens[0] == item->actor.tokens[0]);
    if (recipient->n)
        item->recipient = *recipient;
    else if (other)
        item->recipient = was;
}

static bool turn(const dem_rules *rules, dem_item *item, dem_stance s)
{
    if (!item->act || item->act->turn_block[s] == DEM_NONE) return false;
    item->act = &rules->blocks.items[item->act->turn_block[s]];
    return true;
}

static void direct_at(dem_item *item, const dem_role *actor, const dem_role *recipient)
{
    dem_role was = item->actor;
    if (actor->n || actor->speaker) item->actor = *actor;
    if (recipient->n)
        item->recipient = *recipient;
    else if (was.n && !(item->actor.n && was.tokens[0] == item->actor.tokens[0]))
        item->recipient = was;
}

static bool apply_wish(const dem_rules *rules, dem_item *item, dem_stance s, const dem_role *actor, const dem_role *recipient)
{
    if (item->negated) return false; /* "insisted that it did not require …" */
    if (item->stance == DEM_STANCE_REFUSE) { /* "urged them not to attack" */
        if (!turn(rules, item, DEM_STANCE_STOP)) item->contrary = true;
    }
    if (item->stance == DEM_STANCE_CRITICISE || item->stance == DEM_STANCE_ACCUSE || item->stance == DEM_STANCE_DENY) item->act = NULL;
    if (item->stance == DEM_STANCE_PRAISE && rules->support != DEM_NONE) item->act = &rules->blocks.items[rules->support]; /* "asked it to endorse the plan" */
    if (item->stance == DEM_STANCE_STOP) item->contrary = true; /* "urged it to stop backing them" */
    direct_at(item, actor, recipient);
    item->stance = s;
    item->negated = false;
    return true;
}

static void own(dem_item *item, const dem_role *actor, const dem_role *recipient)
{
    if (actor->n || actor->speaker) item->actor = *actor;
    if (!item->recipient.n && recipient->n) item->recipient = *recipient;
}

static bool apply_stop(const dem_rules *rules, dem_item *item, const dem_role *actor, const dem_role *recipient)
{
    own(item, actor, recipient);
    if (item->stance == DEM_STANCE_INTENT || item->stance == DEM_STANCE_ACCEPT) {
        item->stance = DEM_STANCE_REFUSE;
        return true;
    }
    if (item->stance == DEM_STANCE_REFUSE) { /* "dropped its objections" */
        item->stance = DEM_STANCE_ACCEPT;
        return true;
    }
    if (item->stance != DEM_STANCE_DONE) return false;
    if (turn(rules, item, DEM_STANCE_STOP)) return true;
    if (!item->act || !item->act->codes[DEM_STANCE_STOP][0]) return false;
    item->stance = DEM_STANCE_STOP;
    return true;
}

static bool apply_stance(const dem_report *r, const dem_rules *rules, dem_item *item, dem_stance s, const dem_role *actor, const dem_role *recipient)
{
    dem_stance in = item->stance;
    bool still_to_come = in == DEM_STANCE_DONE || in == DEM_STANCE_PROPOSE || in == DEM_STANCE_INTENT || in == DEM_STANCE_ACCEPT;
    switch (s) {
    case DEM_STANCE_PASS:
    case DEM_STANCE_DONE:
        /* "announced the envoy's resignation": the one who resigns is named with the act. */
        own(item, item->act && (item->act->named || (item->n_frames == 1 && dem_role_known(r, item->sentence, &item->actor))) ? &(dem_role){0} : actor, recipient);
        return true;
    case DEM_STANCE_FAIL:
        own(item, actor, recipient);
        item->negated = !item->negated;
        return true;
    case DEM_STANCE_INTENT:
        own(item, actor, recipient);
        if (still_to_come) item->stance = in == DEM_STANCE_ACCEPT ? in : s;
        return true;
    case DEM_STANCE_ACCEPT:
        answer_to(item, actor, recipient);
        item->stance = still_to_come || wish_stance(in) ? s : in;
        return true;
    case DEM_STANCE_REFUSE:
        if (in == DEM_STANCE_REFUSE) {
            own(item, actor, recipient);
            item->stance = DEM_STANCE_INTENT;
            return true;
        }
        if (in == DEM_STANCE_ACCUSE || in == DEM_STANCE_CRITICISE) { /* "rejected the accusations" */
            answer_to(item, actor, recipient);
            item->stance = DEM_STANCE_DENY;
            return true;
        }
        answer_to(item, actor, recipient);
        item->stance = s;
        return still_to_come || wish_stance(in) || in == DEM_STANCE_STOP || in == DEM_STANCE_PRAISE || in == DEM_STANCE_CONSIDER || in == DEM_STANCE_DISCUSS;
    case DEM_STANCE_APPEAL:
    case DEM_STANCE_DEMAND:
    case DEM_STANCE_PROPOSE:
        return apply_wish(rules, item, s, actor, recipient);
    case DEM_STANCE_STOP:
        return apply_stop(rules, item, actor, recipient);
    case DEM_STANCE_CONSIDER:
    case DEM_STANCE_DISCUSS:
        if (wish_stance(in)) { /* "is studying the proposal for a truce" */
            answer_to(item, actor, recipient);
            item->stance = s;
            return true;
        }
        /* fall through */
    case DEM_STANCE_THREAT:
        own(item, actor, &(dem_role){0});
        if (recipient->n) item->recipient = *recipient;
        if (in == DEM_STANCE_REFUSE && s == DEM_STANCE_THREAT) item->contrary = true;
        if (!wish_stance(in)) item->stance = s; /* "warned them that it counts on their coming" is an appeal */
        return true;
    case DEM_STANCE_ACCUSE:
    case DEM_STANCE_CRITICISE:
    case DEM_STANCE_PRAISE:
        direct_at(item, actor, recipient);
        item->negated = false;
        item->stance = s;
        return true;
    case DEM_STANCE_DENY:
        own(item, actor, recipient);
        item->stance = s;
        item->negated = false;
        return true;
    default:
        return false;
    }
}

bool dem_item_apply(dem_report *r, const dem_rules *rules, dem_item *item, const dem_when *op, int32_t frame)
{
    const dem_block *b = &rules->blocks.items[op->block];
    const dem_frame *f = &r->frames.items[frame];
    dem_role actor, recipient;
    dem_role_find(r, f, &op->actor, &b->actor, &actor);
    dem_role_find(r, f, &op->recipient, &b->recipient, &recipient);
    /* A clause subject ("removing sanctions is out of the question") is not who takes the stance. */
    if (actor.n == 1 && actor.tokens[0] == r->frames.items[item->frame].token) actor.n = 0;
    if (recipient.n == 1 && recipient.tokens[0] == r->frames.items[item->frame].token) recipient.n = 0;
    /* "claimed that it had asked for help": only what has a name as a reproach is one */
    bool reproach = item->act && item->act->codes[DEM_STANCE_ACCUSE][0] && item->act->codes[DEM_STANCE_ACCUSE][0] != '-';
    if (b->stance == DEM_STANCE_ACCUSE && op->bare[0] == '-' && !reproach) return false;
    /* "asked who would come": a question about it does not ask for it */
    bool wish = b->stance == DEM_STANCE_APPEAL || b->stance == DEM_STANCE_DEMAND;
    if (wish && (r->frames.items[item->frame].flags & DEM_FRAME_QUESTION)) return false;
    if (!apply_stance(r, rules, item, b->stance, &actor, &recipient)) return false;
    if (b->stance != DEM_STANCE_PASS && b->stance != DEM_STANCE_FAIL) item->future = item->hypothetical = false; /* the stance is taken now */
    item->frame = frame;
    /* "voiced concern about it": the verb only carries the stance that its noun takes. */
    item->carried = b->stance == DEM_STANCE_PASS && !item->act && item->outer;
    if (!item->carried) {
        item->outer = b;
        item->bare = own_bare(op);
    }
    item->specificity += 1 + op->specificity;
    item->rule = dem_str_printf(r->arena, "%.*s + %.*s", DEM_FMT(op->id), DEM_FMT(item->rule));
    remember_frame(item, frame);
    dem_item_flags(r, rules, item, frame);
    return true;
}

/* ---- tense, modality, polarity ---- */

static bool in_statement(const dem_report *r, const dem_frame *f)
{
    dem_span head = dem_token_at(r, f->sentence, f->token)->span;
    int32_t id;
    return dem_statements_at(r, head, &id, 1) > 0;
}

/* "Iran said it would attend": who says so is who will do it, and that is a declared intent. What others say of it is only a future. */
static bool own_words(const dem_report *r, const dem_frame *f, const dem_item *item)
{
    dem_actor speaker;
    if (r->sentences.items[f->sentence].kind == DEM_SENTENCE_TITLE) return true; /* a headline's "will" is what somebody has announced */
    if (!dem_speaker_at(r, dem_token_at(r, f->sentence, f->token)->span, &speaker)) return false;
    const dem_role *actor = &item->actor;
    bool journey = item->act && strncmp(item->act->codes[DEM_STANCE_DONE], "042", 3) == 0;
    for (size_t i = 0; i < actor->n; i++) {
        int32_t m = dem_token_at(r, f->sentence, actor->tokens[i])->mention;
        if (m == DEM_NONE) continue;
        dem_actor a = dem_actor_of(r, m);
        bool person = r->mentions.items[m].type == DEM_MENTION_PERSON; /* a ministry that says where its minister will be only tells */
        bool same_state = !person && a.country[0] && strcmp(a.country, speaker.country) == 0;
        if (same_state || (a.entity != DEM_NONE && a.entity == speaker.entity) || (!(person && journey) && a.code.n && dem_str_eq(a.code, speaker.code))) return true;
    }
    return false;
}

/* "will not attend": the negation is a refusal; "did not attend" is only a fact. */
static void deny(dem_item *item, const dem_frame *f, bool volition)
{
    switch (item->stance) {
    case DEM_STANCE_DONE:
    case DEM_STANCE_STOP:
        if (volition || (f->flags & DEM_FRAME_INFINITIVE))
            item->stance = DEM_STANCE_REFUSE;
        else
            item->negated = true;
        break;
    case DEM_STANCE_INTENT:
    case DEM_STANCE_ACCEPT:
    case DEM_STANCE_PROPOSE:
        item->stance = DEM_STANCE_REFUSE;
        break;
    case DEM_STANCE_REFUSE: /* "will not refuse"; "did not reject it" is no yes yet */
        if ((f->flags & DEM_FRAME_PAST) && !volition && !(f->flags & DEM_FRAME_INFINITIVE))
            item->negated = true;
        else
            item->stance = DEM_STANCE_INTENT;
        break;
    case DEM_STANCE_PRAISE: /* "will not support" */
    case DEM_STANCE_CONSIDER:
    case DEM_STANCE_DISCUSS:
        if (volition || (f->flags & DEM_FRAME_INFINITIVE))
            item->stance = DEM_STANCE_REFUSE;
        else
            item->negated = true;
        break;
    default:
        item->negated = true;
    }
}

/* "X must do it": whoever says so demands it of X. */
static void oblige(const dem_rules *rules, dem_item *item, dem_stance s)
{
    if (item->stance == DEM_STANCE_PRAISE && rules->support != DEM_NONE) { /* "must support the truce" */
        item->act = &rules->blocks.items[rules->support];
        item->stance = DEM_STANCE_DONE;
    }
    if (item->stance != DEM_STANCE_DONE && item->stance != DEM_STANCE_INTENT && item->stance != DEM_STANCE_ACCEPT &&
        item->stance != DEM_STANCE_STOP) {
        return;
    }
    item->recipient = item->actor.n ? item->actor : item->recipient;
    item->actor = (dem_role){.speaker = true};
    item->stance = s;
}

/* "We may halt the aid": a hostile act that its own side says it may do is a threat of it. */
static bool is_veiled_threat(const dem_report *r, const dem_frame *f, const dem_item *item)
{
    bool may = dem_str_is(f->modal, "may") || dem_str_is(f->modal, "might") || dem_str_is(f->modal, "could");
    return may && item->act && item->stance == DEM_STANCE_DONE && dem_str_starts(dem_str_c(item->act->codes[DEM_STANCE_THREAT]), DEM_STR("13")) &&
           !(f->flags & DEM_FRAME_PERFECT) && own_words(r, f, item);
}

/* "may halt its aid, the minister said": who may do it holds it out as a threat, where there is a code for one. What others think that somebody
   might do is none, but relations and aid are broken off by nobody else. */
static bool warns(const dem_report *r, const dem_frame *f, const dem_item *item)
{
    if (item->stance != DEM_STANCE_DONE || !item->act || !item->act->codes[DEM_STANCE_THREAT][0] || item->act->codes[DEM_STANCE_THREAT][0] == '-') return false;
    bool relations = strncmp(item->act->codes[DEM_STANCE_DONE], "16", 2) == 0;
    bool force = item->act->codes[DEM_STANCE_DONE][0] == '1' && item->act->codes[DEM_STANCE_DONE][1] >= '6';
    return relations || (force && own_words(r, f, item));
}

void dem_item_flags(dem_report *r, const dem_rules *rules, dem_item *item, int32_t frame)
{
    const dem_frame *f = &r->frames.items[frame];
    uint32_t fl = f->flags;
    bool would = (fl & DEM_FRAME_MODAL) && dem_str_is(f->modal, "would");
    bool future = (fl & DEM_FRAME_FUTURE) || (would && in_statement(r, f));
    bool present = !(fl & (DEM_FRAME_PAST | DEM_FRAME_PERFECT | DEM_FRAME_PASSIVE | DEM_FRAME_NOMINAL | DEM_FRAME_COPULA | DEM_FRAME_PARTICIPLE));
    bool can = (fl & DEM_FRAME_MODAL) && (dem_str_is(f->modal, "can") || dem_str_is(f->modal, "could"));
    if (fl & DEM_FRAME_CONDITIONAL) item->conditional = true;
    if (fl & DEM_FRAME_QUESTION) item->hypothetical = true;
    /* "would refuse it if it came": the stance itself hangs on the condition */
    bool stance_waits = would && !(fl & DEM_FRAME_NEGATED) && item->outer && item->outer->stance != DEM_STANCE_PASS && dem_frame_slot(f, "if");
    bool said_already = (fl & DEM_FRAME_NEGATED_ARGUMENT) && item->n_frames > 1 &&
                        (r->frames.items[item->frames[item->n_frames - 2]].flags & DEM_FRAME_NEGATED);
    const dem_slot *object = dem_frame_slot(f, "obj");
    bool reproach = object && item->stance == DEM_STANCE_CRITICISE && item->n_frames == 1 && (fl & DEM_FRAME_NEGATED_ARGUMENT) &&
                    dem_str_ieq(dem_token_at(r, f->sentence, object->token)->form, DEM_STR("nothing")); /* "has done nothing" is what one is reproached with */
    if ((fl & DEM_FRAME_NEGATED) && !said_already && !reproach) {
        bool volition = future || would || (can && !(fl & DEM_FRAME_NEGATED_ARGUMENT)) || /* "no power could": nobody refuses */
                        (present && !(fl & DEM_FRAME_PROGRESSIVE));
        deny(item, f, volition);
        return;
    }
    if ((future || can) && item->negated && item->stance == DEM_STANCE_DONE) { /* "would take part in no meeting", "there can be no talks" */
        item->stance = DEM_STANCE_REFUSE;
        item->negated = false;
        return;
    }
    if (future) {
        if ((item->stance == DEM_STANCE_DONE || item->stance == DEM_STANCE_STOP) && own_words(r, f, item)) {
            item->contrary |= item->stance == DEM_STANCE_STOP; /* "will halt its tests" is no intent to test */
            item->stance = DEM_STANCE_INTENT;
        }
        else if (item->stance != DEM_STANCE_REFUSE && item->stance != DEM_STANCE_INTENT)
            item->future = true;
        item->hypothetical |= stance_waits;
        return;
    }
    if (!(fl & DEM_FRAME_MODAL)) return;
    bool may = dem_str_is(f->modal, "may") || dem_str_is(f->modal, "might") || can;
    if (may && warns(r, f, item))
        item->stance = DEM_STANCE_THREAT;
    else if (dem_str_is(f->modal, "must"))
        oblige(rules, item, DEM_STANCE_DEMAND);
    else if (dem_str_is(f->modal, "should") || dem_str_is(f->modal, "ought"))
        oblige(rules, item, DEM_STANCE_APPEAL);
    else if (is_veiled_threat(r, f, item))
        item->stance = DEM_STANCE_THREAT;
    else
        item->hypothetical = true;
}

/* ---- the code ---- */

static dem_str code_at(const dem_block *b, dem_stance s)
{
    return b && b->codes[s][0] && b->codes[s][0] != '-' ? dem_str_c(b->codes[s]) : DEM_STR_NONE;
}

static dem_str row_code(const dem_block *b, dem_stance s)
{
    dem_str c = code_at(b, s);
    if (!c.n && s == DEM_STANCE_ACCEPT) c = code_at(b, DEM_STANCE_INTENT);
    if (!c.n && s == DEM_STANCE_PROPOSE) c = code_at(b, DEM_STANCE_APPEAL);
    return c;
}

dem_str dem_item_code(const dem_rules *rules, const dem_item *item)
{
    dem_str c = DEM_STR_NONE;
    if (item->act && !item->contrary) {
        if (item->act->codes[item->stance][0] == '-') return DEM_STR_NONE;
        c = row_code(item->act, item->stance);
    }
    bool denied = item->stance == DEM_STANCE_REFUSE && item->outer && item->outer->stance != DEM_STANCE_REFUSE; /* "showed no readiness" */
    if (!c.n && item->outer && !item->act && denied && rules->anything != DEM_NONE) return row_code(&rules->blocks.items[rules->anything], item->stance);
    if (!c.n && item->outer && !item->act) c = item->bare.n ? item->bare : code_at(item->outer, DEM_STANCE_DONE);
    if (c.n) return c;
    if (!item->act) return DEM_STR_NONE;
    if (rules->anything != DEM_NONE) return row_code(&rules->blocks.items[rules->anything], item->stance);
    return DEM_STR_NONE;
}
