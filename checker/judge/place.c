/* place.c - where a draft will stand and who can read it there, in the policy's terms. */
#include "base/str.h"
#include "judge/judge.h"

/* `known`: the names that the policy has, to choose from. */
static void warn(arena *a, problem_list *problems, const char *what, hp_str name, hp_str known) {
    hp_str *text = VEC_ADD(a, problems, hp_str);
    if (text)
        *text = arena_printf(a, "unknown %s \"%.*s\": treated as open to everyone; the policy has %.*s", what,
                             STR_FMT(name), STR_FMT(known));
}

static hp_str listed(arena *a, hp_str list, hp_str name) {
    return list.n ? arena_printf(a, "%.*s, %.*s", STR_FMT(list), STR_FMT(name)) : name;
}

static hp_str channel_names(const hp_pack *pack, arena *a) {
    pk_range range = pack_policy(pack)->channels;
    hp_str list = {NULL, 0};
    for (uint32_t i = 0; i < range.count; i++)
        list = listed(a, list, pack_str(pack, pack_channels(pack)[range.first + i].name));
    return list.n ? list : HP_STR("none");
}

static hp_str audience_names(const hp_pack *pack, arena *a) {
    pk_range range = pack_policy(pack)->audiences;
    hp_str list = {NULL, 0};
    for (uint32_t i = 0; i < range.count; i++) list = listed(a, list, pack_str(pack, pack_strs(pack)[range.first + i]));
    return listed(a, list, HP_STR("closed"));
}

/* Index of the policy's channel of that name; UINT32_MAX: there is none. */
static uint32_t find_channel(const hp_pack *pack, hp_str name) {
    pk_range range = pack_policy(pack)->channels;
    const pk_channel *channels = pack_channels(pack);
    for (uint32_t i = 0; i < range.count; i++)
        if (str_eq_nocase(pack_str(pack, channels[range.first + i].name), name)) return i;
    return UINT32_MAX;
}

static uint32_t find_audience(const hp_pack *pack, hp_str name) {
    pk_range range = pack_policy(pack)->audiences;
    const pk_str *names = pack_strs(pack);
    for (uint32_t i = 0; i < range.count && i < LIMIT_AUDIENCES; i++)
        if (str_eq_nocase(pack_str(pack, names[range.first + i]), name)) return i;
    return UINT32_MAX;
}

void judge_place(const hp_pack *pack, const hp_draft *draft, arena *a, problem_list *problems, uint32_t *channel,
                 uint8_t *audience) {
    const pk_policy *policy = pack_policy(pack);
    uint8_t usual = 0;
    *channel = UINT32_MAX;
    *audience = 0;
    if (draft->channel.n) {
        *channel = find_channel(pack, draft->channel);
        if (*channel == UINT32_MAX)
            warn(a, problems, "channel", draft->channel, channel_names(pack, a));
        else
            usual = pack_channels(pack)[policy->channels.first + *channel].audience;
    }
    if (!draft->audience.n) {
        *audience = usual;
        return;
    }
    uint32_t named = find_audience(pack, draft->audience);
    if (named != UINT32_MAX)
        *audience = (uint8_t)named;
    else if (str_eq_nocase(draft->audience, HP_STR("closed")))
        *audience = usual ? usual : policy->closed_audience;
    else
        warn(a, problems, "audience", draft->audience, audience_names(pack, a));
}
