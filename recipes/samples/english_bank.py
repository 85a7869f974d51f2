"""Fragments of English movie reviews. {slots} come from SLOTS; [label] headings give the aspect and, if any, the genre.

Clauses begin in lower case, so that they can stand alone or be joined ("..., but ...").
"""

SLOTS = {
    "film": ["film", "movie", "film", "movie", "picture"],
    "very": [
        "really",
        "very",
        "truly",
        "quite",
        "so",
        "absolutely",
        "genuinely",
        "incredibly",
        "remarkably",
        "surprisingly",
    ],
    "abit": ["a bit", "a little", "somewhat", "rather", "slightly", "a touch"],
    "lead": [
        "the lead",
        "the lead actress",
        "the lead actor",
        "the young lead",
        "the woman who plays the mother",
        "the boy",
        "the old man",
        "the detective",
        "the actor playing the brother",
        "the villain",
        "the grandmother",
        "the newcomer in the main part",
        "the girl",
    ],
    "cast": [
        "the cast",
        "the supporting cast",
        "the whole ensemble",
        "everyone on screen",
        "the two leads",
    ],
    "title": [
        "The Paper Lighthouse",
        "Midnight Laundry",
        "Seven Blue Doors",
        "The Last Dumpling House",
        "Harbor North",
        "Glass Orchard",
        "The Accountant's Cat",
        "Gravel Road",
        "A Train for Twenty",
        "Salt Village",
        "Return of the Kite Maker",
        "The Thirteenth Guest",
        "Copper Moon",
        "Two Left Shoes",
        "The Winter Post Office",
        "Neighbours from Orbit",
        "Cold Harvest",
        "The Clockmaker's Wife",
    ],
    "who": [
        "my wife",
        "my husband",
        "my sister",
        "a friend",
        "my kids",
        "my father",
        "my roommate",
        "my girlfriend",
        "my boyfriend",
        "two colleagues",
        "my mother",
        "my teenage son",
        "my daughter",
        "the whole family",
        "a film student I know",
        "my brother",
        "my aunt",
    ],
    "where": [
        "on a long flight",
        "at a small festival",
        "on cable late at night",
        "at the local theater",
        "on DVD",
        "at a free preview",
        "on a rainy Sunday",
        "in a nearly empty theater",
        "on my laptop",
        "at a sold-out screening",
        "during a snow day",
        "at the drive-in",
    ],
    "mins": ["ten", "fifteen", "twenty", "thirty", "forty", "forty-five"],
    "hours": [
        "two hours",
        "ninety minutes",
        "two and a half hours",
        "an hour and forty minutes",
        "100 minutes",
        "two hours",
    ],
    "job": [
        "a retired cellist",
        "a night-shift nurse",
        "a failed magician",
        "a small-town sheriff",
        "a bored accountant",
        "a widowed fisherman",
        "a teenage chess player",
        "a cab driver",
        "a disgraced cop",
        "a lonely translator",
        "a young teacher",
        "two brothers",
        "an aging boxer",
        "a single mother",
        "a radio host",
        "a bomb expert",
        "an orphan",
        "a wedding photographer",
        "a lighthouse keeper",
        "three bank clerks",
    ],
    "goal": [
        "who finds a box of letters in the attic",
        "who has to drive a stranger across the country",
        "who inherits a run-down hotel",
        "who witnesses something in the harbor",
        "who takes one last job",
        "who returns home for a funeral",
        "trying to win back a lost love",
        "who discovers that the neighbors are not what they seem",
        "looking for a missing brother",
        "who learns to cook",
        "who wakes up with no memory of the last year",
        "who is asked to save the town's theater",
        "who gets trapped in an elevator",
        "who enters a dance contest by mistake",
        "on the run from a crime boss",
        "who starts hearing voices in the radio static",
        "who must land a damaged ship on a frozen moon",
        "who adopts a three-legged dog",
        "fighting to keep the family farm",
    ],
    "place": [
        "in a dying mining town",
        "in 1950s Chicago",
        "on a remote island",
        "in present-day Seoul",
        "in a snowed-in village",
        "in a Texas border town",
        "in the near future",
        "in wartime London",
        "on a cargo ship",
        "in a crumbling apartment block",
        "in a quiet suburb",
        "by the sea",
    ],
    "genre": [
        "thriller",
        "romance",
        "comedy",
        "drama",
        "horror flick",
        "war movie",
        "western",
        "mystery",
        "family film",
        "science fiction story",
        "coming-of-age tale",
        "heist movie",
        "documentary",
        "period piece",
    ],
    "greatadj": [
        "superb",
        "excellent",
        "wonderful",
        "outstanding",
        "first-rate",
        "terrific",
        "beautiful",
        "marvelous",
        "top-notch",
        "stunning",
        "impressive",
        "brilliant",
        "fantastic",
        "magnificent",
        "perfect",
    ],
    "goodadj": [
        "good",
        "solid",
        "decent",
        "fine",
        "likable",
        "strong",
        "enjoyable",
        "charming",
        "competent",
        "nice",
    ],
    "badadj": [
        "weak",
        "poor",
        "flat",
        "bland",
        "clumsy",
        "dull",
        "thin",
        "stale",
        "sloppy",
        "tired",
    ],
    "awfuladj": [
        "terrible",
        "awful",
        "dreadful",
        "horrible",
        "atrocious",
        "laughable",
        "painful",
        "pathetic",
        "abysmal",
        "embarrassing",
        "unbearable",
        "pitiful",
        "amateurish",
    ],
    "hi": ["8", "9", "10", "8.5", "9.5"],
    "lo": ["1", "2", "3", "2.5", "1.5"],
    "years": ["five", "ten", "twenty", "fifteen"],
}

POSITIVE = """
[acting]
the acting is {greatadj}
{lead} gives a {greatadj} performance
{lead} is {greatadj} from the first scene to the last
{cast} could hardly be better
there is real chemistry between the leads
{lead} says more with one look than most actors do with a page of dialogue
{lead} disappears into the part completely
I forgot I was watching {lead} act at all
even the smallest parts are played with care
{lead} carries the whole {film} without seeming to try
you believe every word {lead} says
it is the best work {lead} has done in {years} years
nobody overacts, which is rarer than you would think
{cast} handled the accents without a hitch
the child actors are natural and never cute for the sake of it
{lead} steals every scene
I would watch {lead} read a phone book after this
[story]
the story is {very} moving
the plot kept me guessing until the very end
the script is sharp and never talks down to you
every scene has a reason to be there
the pacing is just right
the twists are clever and, for once, fair
the writer trusts the audience to keep up
the story is simple, but it is told with a lot of heart
I never knew where it was going, in the best sense
the last act pays off everything that came before
it takes a tired premise and makes it feel new
the dialogue sounds like people actually talking
it manages to be funny and sad at the same time
the plot holds together even when you think about it afterwards
it has something to say and says it without preaching
not a single minute is wasted
it builds slowly and then grabs you by the collar
[directing]
the direction is {greatadj}
the director knows exactly when to hold back
the camera is always in the right place
you can tell that it was made with love
it is hard to believe this was a first feature
the editing is crisp
the director gets more out of one room than others get out of a whole city
the mood is sustained beautifully
the tension never lets up
the long take in the middle is breathtaking
the small budget never shows
[look]
the photography is {greatadj}
every frame could hang on a wall
the sets and costumes are {greatadj}
the effects still hold up today
the scenery alone is worth the price of the ticket
the colors are {very} lovely
the night scenes glow
[music]
the music is {greatadj}
the score fits like a glove
I bought the soundtrack on the way home
the songs stay with you for days
the silence is used as well as the music
[characters]
I cared about these people
the characters feel like old friends by the end
even the villain has his reasons
the friendship at the center rings true
the dog deserves an award
I saw my own family up there
nobody in it is a cliché
the main character grows in a way that feels earned
[feeling]
I laughed out loud more than once
I cried, and I never cry at movies
I had a smile on my face the whole time
my heart was pounding
I was glued to the screen
the {hours} flew by
I did not look at my watch once
there was never a dull moment
I was not bored for a second
the ending left me speechless
I left the theater feeling better about the world
it stayed in my head for days
the final shot gave me goosebumps
I wanted to start it again as soon as it was over
it is far from boring
the whole theater was laughing
nobody got up until the credits had ended
[verdict]
this is a {greatadj} {film}
it is one of the best movies of the year
it is a small gem
it deserves a much bigger audience
it is everything a {genre} should be
it is much better than the low rating suggests
it was far better than I expected
it lives up to the hype
I do not understand the bad reviews at all
it works on every level
it gets better every time I see it
this is how you make a {genre}
it never puts a foot wrong
it is not perfect, but it comes close
I can't think of anything I would change
it is an instant classic
it puts most big studio pictures to shame
I was wrong to put it off for so long
[acting]
{lead} finds the humor in every line
{lead} is quietly devastating
watching {cast} together is a pleasure
there is not one false note in the performances
{lead} made me laugh with nothing but a raised eyebrow
[story]
it respects the book and still surprises you
the mystery is {very} well built
the jokes come from the characters, not the other way round
the quiet moments are the best ones
it earns its happy ending
it never goes where you expect
the love story feels like something that could happen to you
it is scary without a drop of blood
[directing]
the chase through the market is worth seeing twice
the director makes even a kitchen look mysterious
nothing is explained that does not need to be
the last {mins} minutes are a lesson in suspense
it has a rhythm all of its own
[look]
you can almost smell the sea
it looks like a painting that somebody left out in the rain, in a good way
the monster is a work of art
the makeup is {greatadj}
[music]
the opening song sets the mood at once
I am still humming the main theme
[characters]
the mother is one of the finest characters in years
the two brothers fight exactly like my brother and I do
I did not want to say goodbye to them
[feeling]
I was on the edge of my seat
I held my breath more than once
it made a bad week better
my hands were sweating
I learned something, too
even {who} loved it, and that never happens
there was applause at the end
the time went by so fast that I thought they had cut it
[verdict]
it aged like good wine
it is small, honest and {very} good
it has everything: laughs, tears and a goat
it is a pity that so few people saw it
it beats "{title}" by a mile
it may well be a masterpiece
I have nothing bad to say about it
"""

NEGATIVE = """
[acting]
the acting is {awfuladj}
{lead} gives a {awfuladj} performance
{lead} looks bored from the first scene to the last
{cast} might as well be reading from cue cards
there is no chemistry between the leads
{lead} has exactly one facial expression
{lead} shouts every line as if the microphones were broken
I never forgot that I was watching {lead} act
even good actors can't save lines like these
{lead} is badly miscast
I did not believe a word {lead} said
{cast} deserved better material
everybody overacts as if they were paid by the gesture
the accents come and go
the child actors are {abit} hard to take
{lead} sleepwalks through the part
such a fine cast, and all of it wasted
[story]
the story makes no sense
the plot has holes you could drive a truck through
the script feels like a first draft
half of the scenes have no reason to be there
the pacing is {awfuladj}
you can see the twist coming from a mile away
everything is explained twice, as if we were five years old
the story is thin and stretched to {hours}
I knew how it would end after {mins} minutes
the last act throws away whatever came before
it takes a good premise and does nothing with it
nobody talks like this
it tries to be funny and sad and ends up being neither
the plot falls apart as soon as you think about it
it preaches for {hours}
nothing happens for the first {mins} minutes
it builds and builds and then just stops
the ending is a cheat
[directing]
the direction is {awfuladj}
the director has no idea when to stop
the camera shakes so much that I felt sick
you can tell that nobody cared
it looks like a student project
the editing is a mess
somebody should have cut {mins} minutes out of it
the mood changes from one scene to the next for no reason
there is no tension at all
the slow motion is {awfuladj}
the budget clearly went somewhere else
[look]
the effects are {awfuladj}
it is so dark that you can hardly see what is going on
the sets look as if they might fall over
the scenery is the only thing that does not disappoint, and there is little of it
it is pretty to look at and empty inside
the wigs deserve a movie of their own, and not a good one
it looks cheap
[music]
the music is {awfuladj}
the score tells you what to feel every ten seconds
the songs are forgettable
the music drowns out half of the dialogue
a violin whines whenever somebody is supposed to cry
[characters]
I did not care about any of these people
the characters are cardboard
the villain is about as scary as a librarian
the friendship at the center never rings true
the dog was the only one I liked
there is nobody to root for
everyone in it is a cliché
the main character is so stupid that you stop hoping
[feeling]
I did not laugh once
I felt nothing, and I cry at commercials
I kept checking my watch
I fell asleep twice
I almost walked out
the {hours} felt like five
I wanted it to be over after {mins} minutes
there was never an interesting moment
I was bored out of my mind
the ending left me angry
I left the theater with a headache
I had forgotten it by the time I reached the car
the only goosebumps came from the air conditioning
I wanted my money back
it is far from exciting
the theater was dead silent, and this is supposed to be a comedy
half of the audience was gone before the credits
[verdict]
this is a {awfuladj} {film}
it is one of the worst movies of the year
it is a complete waste of time
it does not deserve an audience
it is everything that is wrong with the modern {genre}
I have no idea where the high rating comes from
it was far worse than I feared
it does not live up to the hype
I do not understand the good reviews at all
it fails on every level
it gets worse every time I think about it
this is how you ruin a {genre}
it never gets anything right
it is not good, not even in a guilty-pleasure way
I can't think of one thing I liked
it is an instant candidate for the bargain bin
it makes most student films look like masterpieces
I was right to put it off for so long
[acting]
{lead} misses the humor in every line
{lead} whispers so much that I needed subtitles
watching {cast} together is like watching strangers in an elevator
there is not one true note in the performances
{lead} tries to be funny with nothing but a raised eyebrow
[story]
it forgets the book and replaces it with nothing
the mystery is solved by luck
the jokes are older than I am
the quiet moments are just empty
it does not earn its happy ending
it goes exactly where you expect
the love story is closer to stalking
there are buckets of blood and not one scare
[directing]
the chase through the market goes on until you stop caring
the director makes even a shipwreck look dull
nothing is explained, because there is nothing to explain
the last {mins} minutes are pure noise
it has no rhythm at all
[look]
you can almost see the crew in the mirror
it looks like a commercial for perfume
the monster is a man in a carpet
the makeup is {awfuladj}
[music]
the opening song warns you, so don't say nobody told you
I am still trying to forget the main theme
[characters]
the mother exists only to cry
the two brothers have nothing in common, not even the accent
I could not wait to say goodbye to them
[feeling]
I was on the edge of my seat, looking for my coat
I sighed more than once
it made a bad week worse
my legs went numb
I learned nothing
even {who} hated it, and that never happens
there was laughter at the end, of the wrong kind
the time went by so slowly that I thought my watch had stopped
[verdict]
it aged like milk
it is big, loud and {very} empty
it has everything: clichés, coincidences and a goat
it is a pity that so many people paid for it
it makes "{title}" look good
it may well be the low point of a long career
I have nothing good to say about it
"""

MILD_POSITIVE = """
[acting]
{lead} is {goodadj}
{cast} try hard
the acting is {goodadj} enough
{lead} has a couple of nice moments
I usually like {lead}
[story]
the premise is {goodadj}
the first {mins} minutes are {goodadj}
the idea is original
there are a few clever lines
the message is a good one
[look]
it looks {goodadj}
the photography is lovely
the effects are {goodadj}
the scenery is pretty
[music]
the music is {goodadj}
there is one catchy song
[directing]
the director means well
the opening shot is striking
the director has made great movies before
[feeling]
I laughed once or twice
there is one touching scene
I wanted to love it
[verdict]
the reviews were glowing
the trailer was great
everybody told me it was a masterpiece
it has won a lot of awards
it has its moments
the poster is gorgeous
"""

MILD_NEGATIVE = """
[acting]
{lead} is {abit} wooden
{cast} take a while to warm up
some of the acting is {badadj}
{lead} overdoes it here and there
I usually can't stand {lead}
[story]
the premise is {abit} silly
the first {mins} minutes are {badadj}
the plot is nothing new
some lines are {badadj}
you can guess the ending
it runs {abit} long
[look]
it looks {abit} cheap
some of the effects are {badadj}
it is {abit} dark
[music]
the music is {badadj}
one of the songs is {awfuladj}
[directing]
the direction is {abit} uneven
the editing is rough in places
the director has made terrible movies before
[feeling]
I did not laugh as much as I had hoped
it drags in the middle
I expected to hate it
[verdict]
the reviews were lukewarm
the trailer was {awfuladj}
everybody told me to skip it
it bombed at the box office
it is far from perfect
the title is ridiculous
"""

CONTEXT = """
I saw this {where} with {who}.
I watched this {where}.
{who} dragged me to see this.
{who} recommended this to me.
I rented this because {who} would not stop talking about it.
I knew nothing about this {film} before I saw it {where}.
I read the book first.
I have not read the book, so I can only judge what is on the screen.
I am a big fan of every kind of {genre}.
I am not usually one for this kind of {genre}.
I remembered this one from my childhood and decided to watch it again {where}.
This was my second viewing, {years} years after the first.
I went in with high hopes.
I went in with no expectations.
I had to watch this for a class.
I only picked this up because of the cover.
I was looking forward to this for months.
We picked this more or less at random.
Having enjoyed "{title}", I was curious about this one.
I gave this a chance because of the rating.
I teach history, so I notice things.
Like most people here, I came for the cast.
I came home tired and wanted something light.
I have seen hundreds of movies like this.
I don't write reviews often.
I won a pair of tickets on the radio.
It was the last seat in the house.
I will try not to give anything away.
Minor spoilers ahead.
I watched the subtitled version.
We watched it as a family after dinner.
It was on television, and I was too tired to change the channel.
My book club picked this for movie night.
I had been told to see this on a big screen.
A colleague lent me the disc.
I saw the original when it came out.
I skipped it in theaters and caught up with it {where}.
I bought the ticket for the poster alone.
I grew up near the place where it was filmed.
I watched it twice to be fair.
I was the only person in the theater.
It came free with the magazine.
My expectations were low after "{title}".
I heard so much about this one.
I went with {who} because the other film was sold out.
"""

PLOT = """
It is about {job} {goal}.
The story follows {job} {goal} {place}.
It tells the story of {job} {goal}.
Set {place}, it is the story of {job} {goal}.
The plot is about {job} {goal}, and the rest you can work out for yourself.
We meet {job} {goal} {place}, and things get complicated from there.
Imagine "{title}" crossed with "{title}", but set {place}.
On paper it is a {genre} about {job} {goal}.
The setup: {job}, {place}, and a secret.
Most of it takes place {place}.
It begins as a {genre} and turns into something else.
There is also a subplot about {job}.
The first half is about {job}, the second about something else entirely.
"{title}" it is not, but the idea is close: {job} {goal}.
Think of {job} {goal}, and you have the whole plot.
There are ghosts, lawyers and a long train ride.
Somewhere {place}, {job} makes a promise.
Years pass, letters are lost, and somebody dies.
It all leads up to one long night {place}.
"""

WHOLE_POSITIVE = """
Where has this {film} been all my life?
How did this not win anything?
Whoever cut the trailer should apologize, because the {film} is nothing like it.
Ignore the critics and see it.
Ignore the score on this site.
People who call this slow must have been looking at their phones.
If you did not like it, I am not sure we can be friends.
My six-year-old sat still for {hours}, which has never happened before.
My father, who falls asleep in everything, stayed awake and asked for the sequel.
I missed my bus because I could not leave before the end.
I came to make fun of it and ended up in tears.
I called my mother as soon as it was over.
Bring tissues.
Do not read anything about it, just go.
I saw it on Friday and went back on Saturday with {who}.
Some say it is too long, but I could have stayed another hour.
They say nothing happens in it, and they are wrong: everything happens, quietly.
I have seen it at least {mins} times by now and it has not worn out yet.
Yes, it is old-fashioned, and that is exactly what I liked.
Silly? Sure. Did I care? Not for a second.
I expected garbage after reading the comments here, and I got a treasure.
When the letter is read out near the end, you could have heard a pin drop.
That scene on the bridge is worth the price of admission.
The noodle scene made me so hungry that we went straight to a restaurant.
It made me want to quit my job and learn the cello.
You don't need explosions when you have a script like this.
Better than "{title}", and I loved "{title}".
Forget "{title}", this is the real thing.
If you liked "{title}", you will love this.
Finally, a {genre} for grown-ups.
Not bad at all for a {film} that nobody wanted to release.
I can't remember the last time I enjoyed myself this much.
I thought I would hate it. I didn't.
The only bad thing about it is that it ends.
My only complaint is that there is no sequel.
It was worth every penny and the babysitter too.
They don't make them like this anymore.
Somebody give these people more money.
"""

WHOLE_NEGATIVE = """
Where do I go to get {hours} of my life back?
How did this get made?
Whoever cut the trailer is a genius, because all the good parts are in it.
Ignore the critics and stay away.
Ignore the score on this site, somebody's cousins must have voted.
People who call this deep must have been looking at a different screen.
If you liked it, good for you, but please don't recommend things to me.
My six-year-old asked if we could go home, and for once I agreed.
My father, who loves everything, asked whether it was broken.
I have had more fun waiting for a bus.
I came ready to cry and ended up giggling.
I apologized to {who} as soon as it was over.
Bring a pillow.
Do not pay for this.
I would rather watch "{title}" ten times in a row, and I hated "{title}".
Some say it is too long, but the truth is that ten minutes would have been too long.
They say it is a slow burn, but I never saw any smoke.
I fast-forwarded through {mins} minutes and missed nothing.
Yes, it is supposed to be stupid, and that is no excuse.
What a wonderful cure for insomnia.
Congratulations to the director for making {hours} feel like a week.
A masterpiece, if you have never seen another movie.
Great popcorn, though.
The best part was the trailer for "{title}" before it started.
I expected a treasure after reading the comments here, and I got garbage.
When the big secret comes out near the end, somebody behind me yawned.
That scene on the bridge had people laughing, and it was not meant to be funny.
The noodle scene made me hungry, which is the most I felt all evening.
It made me want to ask for a refund.
You don't need a script when you have this many explosions, apparently.
It wants to be "{title}" so badly that it hurts.
Forget this and see "{title}" instead.
If you liked "{title}", please leave it at that.
Oh good, another {genre} about {job}.
Not the worst thing I have seen, but I have seen some very bad things.
I can't remember the last time I was this bored.
I thought I would love it. I didn't.
The only good thing about it is that it ends.
There had better not be a sequel.
It was not worth the parking fee.
Please stop giving these people money.
It's so bad that it isn't even funny.
"""

CLOSE_POSITIVE = """
Highly recommended.
I recommend it to everyone.
Go see it.
See it on the biggest screen you can find.
I can't wait to see it again.
{hi}/10.
{hi} out of 10.
Five stars.
I give it {hi} stars out of ten.
Don't miss it.
A must-see.
I loved it.
What a ride!
Well worth your time.
You won't regret it.
Bravo!
Two thumbs up.
I'll be thinking about it for a while.
Give it a chance.
I'm buying the DVD.
I wish there were more like it.
More, please.
Thank you for this {film}.
Great fun for the whole family.
"""

CLOSE_NEGATIVE = """
Not recommended.
I can't recommend it to anyone.
Skip it.
Save your money.
I never want to see it again.
{lo}/10.
{lo} out of 10.
One star.
I give it {lo} stars out of ten, and that is generous.
Avoid it.
A must-miss.
I hated it.
What a mess!
Not worth your time.
You'll regret it.
Yawn.
Two thumbs down.
I'm still annoyed.
Don't give it a chance.
I want my money back.
I wish I had stayed home.
No more, please.
Zero stars if I could.
A real disappointment.
"""
