// The fields of a key: as the API has them, and as the texts of the form.

/** Fields that a text of the form can empty, and which are then null. */
const LIMITS = ['creates_per_minute', 'concurrent_videos'];

/** Returns the texts of the form for a key. */
export function values(key) {
  return {
    name: key.name,
    owner: key.owner,
    creates_per_minute: String(key.creates_per_minute ?? ''),
    concurrent_videos: String(key.concurrent_videos ?? ''),
    models: (key.models ?? []).join(', '),
    budget: key.budget ?? '',
    budget_period: key.budget_period ?? 'month',
    expires_at: key.expires_at === null ? '' : asLocal(key.expires_at),
    metadata: Object.entries(key.metadata).map(entry => entry.join('=')).join('\n'),
  };
}

/** Returns the fields for the API. A field without a text is absent from a new key, so it is undefined here. */
export function read(texts) {
  const trimmed = Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, value.trim()]));
  return {
    name: trimmed.name,
    owner: trimmed.owner || undefined,
    ...Object.fromEntries(LIMITS.map(name => [name, trimmed[name] ? whole(trimmed[name]) : undefined])),
    models: trimmed.models ? trimmed.models.split(',').map(model => model.trim()).filter(Boolean) : undefined,
    budget: trimmed.budget || undefined,
    budget_period: trimmed.budget ? trimmed.budget_period : undefined,
    expires_at: trimmed.expires_at ? Math.floor(new Date(trimmed.expires_at) / 1000) : undefined,
    metadata: entries(trimmed.metadata),
  };
}

/** Returns the fields that differ. One that was emptied is null, which removes it. */
export function changes(before, after) {
  const { budget_period: period, ...fields } = after;
  const changed = Object.entries(fields).filter(([name]) => name !== 'owner')
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]))
    .map(([name, value]) => [name, value ?? null]);
  const other = period !== undefined && period !== before.budget_period;
  return { ...Object.fromEntries(changed), ...other && { budget_period: period } };
}

/** A text that is no number stays as it is, so that the API can say what is wrong with it. */
const whole = digits => (/^\d{1,9}$/.test(digits) ? Number(digits) : digits);

/** Reads lines like `team=video`. */
function entries(lines) {
  return Object.fromEntries(lines.split('\n').filter(line => line.trim())
    .map(line => [line.split('=')[0].trim(), line.split('=').slice(1).join('=').trim()]));
}

/** Returns a time as the input of a local date and time wants it. */
function asLocal(unixSeconds) {
  const date = new Date(unixSeconds * 1000);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
