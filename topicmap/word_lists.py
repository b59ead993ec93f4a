"""Words of scientific English: stop words, filler, and what is too general to name a topic."""

STOP_WORDS = frozenset(
    """
    a able about above according across after again against all almost alone along already also
    although always am among an and another any anyone anything are around as at away back be
    became because become becomes been before behind being below besides between beyond both but
    by came can cannot come comes could did do does doing done down due during each either else
    enough especially et etc even ever every few first for from further get gets give given gives
    go goes going gone got had has have having he hence her here hers him his how however i ie if
    in indeed instead into is it its itself just keep last latter least less let like likely made
    mainly make makes making many may maybe me mean meanwhile might mine more moreover most mostly
    much must my namely near nearly need needs neither never nevertheless next no nobody none nor
    not nothing now of off often on once one ones only onto or other others otherwise our ours out
    over overall own per perhaps please put quite rather re really regarding s same say see seem
    seems several she should since so some somehow someone something sometimes somewhat still such
    t take taken takes than that the their theirs them themselves then there thereby therefore
    these they thing things this those though three through throughout thus to together too toward
    towards two under unlike until up upon us use used uses using usually very via vs want was way
    ways we well went were what whatever when whenever where whereas whereby wherein whether which
    whichever while who whole whom whose why will with within without would yet you your yours
    eg al i.e e.g it's don't doesn't isn't aren't can't won't let's there's that's we've we're
    second third four five six seven eight nine ten zero
    """.split()
)

FILLER = frozenset(
    """
    abstract accordingly account accuracies achieve achieved achieves achieving acceptable
    additional additionally address addressed addresses addressing adopt adopted adopts advance
    advanced advancement advancements advances advantage advantages aim aims allow allowed
    allowing allows amount analyse analysed analyses analyze analyzed analyzes approach approaches
    appropriate argue art aspect aspects associated assume assumed attain attention-grabbing author
    authors available based baseline baselines basic believe benchmarked benefit benefits best
    better bring brings broad broadly build building builds built call called capabilities
    capability capable capture captures capturing carefully case cases cause certain challenge
    challenges challenging characteristics characterize claim clear clearly close code codes
    combination combine combined combines combining common commonly comparable compare compared
    comparing comparison comparisons compelling competitive complete completely complex component
    components comprehensive comprises concept-level concern concerns conclude conduct conducted
    consider considerable considerably considered considering consist consistent consistently
    consists contain contains contribute contribution contributions conventional corresponding
    create created creates creating critical crucial current currently deal define defined
    deliver demonstrate demonstrated demonstrates demonstrating demonstration depend depends
    derive derived describe described describes design designed designing designs desirable
    desired despite detail detailed details determine develop developed developing development
    develops devise differ difference differences different difficult difficulties difficulty
    directly discover discuss discussed distinct drawback drawbacks drop dubbed easily easy
    effect effective effectively effectiveness effects efficacy effort efforts elegant emerge
    emerged emerging empirical empirically employ employed employing employs enable enabled
    enables enabling encounter encourage end enhance enhanced enhancement enhancements enhances
    enhancing enjoy ensure ensures ensuring entire establish established evaluate evaluated
    evaluates evaluating evaluations evidence evident examine examined examining example examples
    excellent exhibit exhibited exhibits exist existing exists expect expected expensive
    experiment experimental experimentally experiments explore explored explores exploring
    extensive extensively extremely face faced facilitate facilitates facilitating fact factors
    fail fails fairly fall far fashion feasible final finally find finding findings finds fine
    focus focused focuses focusing follow followed following follows form formulate formulated
    formulation found framework frameworks full fully fundamental furthermore future gain gained
    gains gap gaps garnered general generally github.com goal goals good great greater
    greatly ground growing guide handle handling hard help helps high-quality higher highest
    highlight highlighting highlights highly hold holds http https idea ideas identified identify
    identifying illustrate impact impacts implement implementation implementations implemented
    implications important importance importantly impose impressive improve improved improvement
    improvements improves improving include included includes including incorporate incorporated
    incorporates incorporating increase increased increases increasing increasingly indicate
    indicates indicating inherent innovative insight insights inspire inspired instance instances
    integrate integrated integrates integrating interest interesting introduce introduced
    introduces introducing investigate investigated investigates investigating investigation
    involve involves involving issue issues key kind known lack lacks lead leading leads led
    leverage leverages leveraging limit limitation limitations limited limits little long-standing
    look low lower main maintain maintaining maintains major majority manner matter meaningful
    means measured meet mention merely method methodologies methodology methods minor mitigate
    modern motivated natural-looking necessary necessity needed new newly notable notably
    note novel numerous observations observe observed obtain obtained obtaining
    obtains occur offer offering offers open opens original outperform outperformed outperforming
    outperforms outstanding overcome overview paper papers part particular particularly people
    perform performance performances performed performing performs perspective perspectives
    pioneering play plays popular pose poses posed possible potential potentially powerful
    practical practically practice practices precise present presented presenting presents
    prevalent previous previously primarily primary prior problem problems procedure procedures
    produce produced produces producing progress project promise promising
    proper properly property propose proposed proposes proposing prove proven proves provide
    provided provides providing public publicly purpose question questions quickly raise range
    rapid rapidly rate reach real real-world realistic recent recently recognized reduce reduced
    reduces reducing related release released relevant reliable rely relying remain remains
    remarkable remarkably report reported require required requirement requirements requires
    requiring research researchers resulting result results reveal revealed reveals review rich
    role run satisfactory scenario scenarios scheme schemes scope section seek seen serve serves
    set sets setting settings severe shed shortcoming shortcomings show showcase showed showing
    shown shows significance significant significantly similar similarly simple simplicity simply
    simultaneously single situation situations small sota solution solutions solve solved solving
    sophisticated source special specific specifically start starting state-of-the-art stem step
    steps strategies strategy strength strong stronger struggle studied studies study studying
    substantial substantially success successful successfully successes suffer suffering suffers
    suggest suggesting suggests suitable superior superiority support supports surpass surpasses
    surpassing surprising surprisingly survey tackle tackled tackles tackling tailored technique
    techniques tend term terms test tested testing thorough thoroughly tool tools topic topics
    total traditional traditionally treat true try turn type types typical typically ubiquitous
    underexplored underlying understand understood unfortunately unique unprecedented usage
    useful utilise utilised utilises utilising utilize utilized utilizes utilizing valid validate
    validated validates valuable value values variety various vast verify version viable view
    wide widely widespread work works world worth www yield yields yielding
    optimize optimizes optimized optimizing properties guarantees answering meaning access
    accesses external candidate candidates trained
    """.split()
)

GENERIC = frozenset(
    """
    matrix vector probability equation theorem short long
    ability accuracy action adaptation agent ai algorithm alignment analysis application
    architecture attack attention behavior benchmark bias bound class classification complexity
    computation context control convergence cost data dataset decision deep detection diffusion
    distribution domain dynamic dynamics efficiency efficient encoder environment error estimation
    evaluation feature field function generalization generation generative gradient graph human
    image inference information input knowledge label language large layer learn learned learning
    level local loss machine mechanism memory metric model modeling module multi multiple network
    neural node number object observation operation optimal optimization order output parameter
    pattern point policy power pre-trained prediction pretrained pretraining privacy process
    prompt quality random reasoning regularization relation representation reward robust robustness
    sample
    sampling scale score search semantic shift signal space sparse structure system target task
    text theoretical theory time token training transfer transformer tuning unit update user
    variable video vision visual weight
    """.split()
)

BROAD = frozenset(
    (
        "neural network", "deep neural network", "machine learning", "deep learning", "large-scale",
        "artificial intelligence", "learning algorithm", "learning model", "loss function",
        "objective function", "training data", "training set", "downstream task", "real-world",
        "trade-off", "large number", "model trained", "training process", "feature representation",
        "computational cost", "state-of-the-art", "high-dimensional", "global information",
        "generalization ability", "previous work", "future work", "recent work", "time complexity",
        "human evaluation",
    )
)  # fmt: skip
