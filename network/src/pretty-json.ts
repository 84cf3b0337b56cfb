export const prettyJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
