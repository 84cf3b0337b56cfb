import { texts } from '../../words';

export const photoWords = texts({
  drop: { zh: '把照片拖到这里', en: 'Drop the photo here' },
  kinds: { zh: 'JPEG或PNG，近期免冠', en: 'JPEG or PNG' },
  left: { zh: '左转', en: 'Turn left' },
  right: { zh: '右转', en: 'Turn right' },
  zoom: { zh: '放大', en: 'Zoom' },
  move: {
    zh: '裁剪框：拖动照片，或用方向键移动',
    en: 'Crop: drag the photo, or move it with the arrow keys',
  },
  another: { zh: '换一张', en: 'Another one' },
  unreadable: {
    zh: '这不是浏览器认得的图片，请换一张JPEG或PNG。',
    en: 'The browser cannot read this picture: take a JPEG or PNG.',
  },
});
