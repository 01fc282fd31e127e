const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** Words that promise something or make one act. */
export const POWER_WORDS = words(`
  absolute absolutely actionable advanced affordable anyone authentic avoid backed banish best better beginner beginners
  bonus boost breakthrough build bulletproof certified cheap complete comprehensive create crucial daily definitive
  discover discovered double easily easy effective effortless effortlessly essential exact exactly exclusive expert
  experts fail-proof fast faster finally fix foolproof free fresh fundamental gain game-changing genuine get grow growth
  guarantee guaranteed guide hack hacks handy high-converting honest huge immediately improve improved increase insider
  instant instantly introducing key last launch learn lessons lifetime limited little-known master mistake mistakes
  must-have never new now official only overlooked perfect pitfalls plan popular powerful practical premium priceless
  professional profit profitable proven quick quickly rapid rare ready reasons reliable remarkable results reveal
  revealed rules safe save science scientific secret secrets sharp shortcut shortcuts simple simply smart solution solve
  special stop strategies strategy strong successful surefire techniques template templates tested thrifty tips today
  tools top transform tricks tried triple trusted truth ultimate undeniable unlock unseen updated upgrade urgent useful
  vital ways winning without worth yours`);

/** Words that are felt as something good. */
export const GLAD_WORDS = words(`
  adore adorable amaze amazed amazing appreciate attractive awesome beautiful beloved best better bliss brave breathtaking
  bright brilliant calm celebrate charming cheer cheerful comfort comfortable confidence confident cozy curious
  dazzling delight delighted delightful dream dreams eager easy effortless elegant energetic enjoy enjoyable excellent
  excited exciting fabulous faith fantastic fascinating favorite favourite festive flourish friendly fun funny generous
  gentle gift glad glorious good gorgeous grateful great happier happiest happiness happy harmony heal healthy heart
  heartfelt hero hope hopeful incredible inspire inspired inspiring irresistible joy joyful kind laugh lasting love
  loved lovely lucky magic magical marvelous meaningful memorable miracle outstanding passion passionate peace peaceful
  perfect playful pleasure positive powerful precious pride proud radiant refreshing relax relaxed relief remarkable
  rewarding safe satisfied secure smile soothing sparkling spectacular splendid strong stunning success successful
  superb surprise surprising sweet thank thankful thrill thrilled thrilling thrive treasure triumph trust unforgettable
  uplifting vibrant victory warm welcome win winner winning wonder wonderful worthy wow yes`);

/** Words that are felt as something bad. */
export const SAD_WORDS = words(`
  abandon abuse afraid agony alarming anger angry annoying anxiety anxious ashamed attack awful awkward bad beware
  blame boring broken brutal burnout catastrophe chaos cheat collapse confused confusing crash crazy crisis crying
  cursed damage danger dangerous dark dead deadly debt deceptive desperate destroy devastating difficult dirty
  disappointed disappointing disaster disgusting doom doomed doubt dread dreadful dumb embarrassed embarrassing empty
  endangered enemy epidemic evil exhausted expensive exposed fail failed failing fails failure fake fatal fear fearful
  fight fool foolish fraud frightening frustrated frustrating furious greed greedy grief guilt guilty hard harm harmful
  hate hated hazard helpless hopeless horrible horror hurt hurts ignorant illegal jealous killer lazy lies lonely lose
  loser losing loss lost lying mad miserable misery miss missing mistake mistakes nasty nervous never nightmare pain
  painful panic pathetic pitfalls plague poison poor problem problems punish rage regret reject rejected revenge risk
  risky ruin ruined sad scam scandal scared scary shame shameful shocking sick sinister slow stolen stress stressed
  stressful struggle struggling stuck stupid suffer suffering terrible terrified terrifying threat tired toxic tragedy
  trap trapped trouble ugly unhappy unfair unsafe upset victim vulnerable warning waste wasted weak worried worry worse
  worst worthless wrong`);

/** Words that turn a feeling around, such as "never" in "never fail". */
export const TURNING_WORDS = words(
  'no not never without stop avoid end beat overcome prevent quit less dont',
);
