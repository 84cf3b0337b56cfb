const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });

/** The calendar day `YYYY-MM-DD`, in China, so many days after today. */
export const dayAfter = (days: number): string => day.format(new Date(Date.now() + days * 86_400_000));
