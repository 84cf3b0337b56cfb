/** The main job from end to end, printed step by step. */
export { DemoFailed, runDemo } from './demo.js';
export { openStory } from './story.js';
export type { Story } from './story.js';
