export { calendarDay, instant, sizeOf } from './when';
export { daysAfter, today, yearsAfter } from './days';
