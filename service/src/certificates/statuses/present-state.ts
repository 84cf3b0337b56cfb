/* SQL about `certificates c`, on the present day in Asia/Shanghai. */

const today = `(now() AT TIME ZONE 'Asia/Shanghai')::date`;

/** Whether another certificate takes its place on a day that is still to come. */
export const isPending = `(c.superseded_from > ${today})`;

/** The state that it is in: what takes its place has taken it once its day has come. */
export const presentState = `CASE WHEN c.superseded_from <= ${today} THEN 'superseded' ELSE c.state END`;
