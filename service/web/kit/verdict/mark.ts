/** The shape beside the words, so that a verdict is never told by colour alone. */
export type Mark = 'check' | 'cross' | 'bar' | 'question' | 'clock';
