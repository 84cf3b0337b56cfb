/** What a person reads, in both languages. */
export interface Words {
  zh: string;
  en: string;
}
