// Rules for the style sheet of the page. The layout of the code is not their business.
export default {
  extends: 'stylelint-config-standard',
  reportNeedlessDisables: true,
  rules: {
    'custom-property-empty-line-before': null,
    'declaration-block-single-line-max-declarations': null,
    // The rule compares selectors of different elements, too.
    'no-descending-specificity': null,
    // Safari on iOS knows this one under no other name.
    'property-no-vendor-prefix': [true, { ignoreProperties: ['-webkit-text-size-adjust'] }],
  },
};
