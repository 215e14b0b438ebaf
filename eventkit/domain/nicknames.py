"""Short and other forms of given names, in English, German, French, Spanish, Italian, Dutch, Polish and Russian.

An entry is a full name, then what people who have it are called. A form may belong to several names.
"""

from __future__ import annotations

from collections import defaultdict

_FORMS = """
    abigail abby abbie gail; abraham abe bram; adalbert bert; adelheid heidi; adrian adri; agnieszka aga;
    albert al bert bertie albie; aleksandra ola olka; alessandro ale sandro; alessandra ale sandra;
    alejandro ale alex jandro;
    alexander alex al alec sandy sasha sascha aleksandr alexandr aleksander aleksandar oleksandr alexandre
    sander xander lex sanya shura;
    alexandra alex sandra sasha sascha sandy lexi aleksandra oleksandra alessandra shura sanya;
    alexei alexey aleksei aleksey alex alyosha lyosha aliosha liosha; alfred al fred alf fredi; alice ali allie;
    alicia ali alicja; alison ali allie allison; amanda mandy manda; amelia amy millie;
    anastasia nastya nastia stasia ana stacy anastasiia anastasiya; andreas andi andy; andrea andi;
    andrei andrey andriy andrii andryusha; andrew andy drew andie; angela angie;
    anna anya ania asya annie anni anka anouk; anne annie anni; annemarie annemie; anthony tony ant toni;
    anton toni antoni tosha; antonio toni tonio nino; antonia toni toniya; antoine toine antonin; archibald archie;
    arkadi arkady arkasha; arthur art artie; augustin gus august; augustus gus;
    barbara barb barbie babs basia barbel varya; bartholomew bart; bartolomeo bart meo; bartosz bartek;
    bastian basti; beatrice bea trixie bice; beatrix bea trixie; benedict ben benedikt; benedikt ben bene beni;
    benjamin ben benny benji benno jamie; bernard bernie; bernhard bernd berni hardy; bernadette bernie detta;
    bogdan bodya; boris borya; brian bryan; bridget biddy bridie; bruce brucie; calvin cal; cameron cam;
    carl karl charles; carlos carlitos; carolina caro lina carol; caroline caro carrie lina carol karoline;
    catherine cathy kate katie cat cath cathie kathy katy; cecilia cissy ceci cilia;
    charles charlie chuck chas chaz carl chip; charlotte lotte charlie lottie carla lotta;
    christian chris christer kristian; christiane chris christel;
    christina chris tina chrissie christel christine kristina cristina krystyna;
    christine chris tina chrissie christel christina kirsten; christoph chris stoffel christopher kristof;
    christophe chris tophe; christopher chris kit topher kris; clemens clem; clement clem;
    concepcion concha conchita; constantin kostya costin konstantin konstantinos kostas dinos; constance connie;
    cornelia conny nele lia connie corrie; cornelius cor kees conny niels neil; cynthia cindy;
    daniel dan danny dani danek danya; daniela dani ela; danielle dani elle; david dave davey davy dawid;
    deborah deb debbie debby debra; dennis denny den; dietrich dieter dirk; dimitrios dimitris dimitri mitsos;
    dmitri dmitry dima dimitri dmitrij mitya dmytro; dolores lola loli; dominic dom nick dominik; dominik dom niki;
    dominique dom; donald don donnie; dorothea doro dora thea dorothee; dorothy dot dottie dolly dora; douglas doug;
    eberhard ebbo hardy; eduard edi edu edik; eduardo edu lalo eddy; edward ed eddie ned ted teddy eddy;
    edwin ed eddie; ekaterina katya katia katja yekaterina kateryna katerina catherine; elena lena lenka elenka;
    eleanor ellie nora nell nelly elinor; eleonora nora eli ele;
    elisabeth lisa elli betty lisbeth sissi else elsbeth elise liesel elizabeth lis bettina;
    elisabetta betta elisa lisa;
    elizabeth liz beth lizzie betsy betty eliza libby lisa elsie bess lizbeth lilibeth elisabeth bette;
    elzbieta ela elka; emanuel manu manuel; emily em emmy emmie milly; emma em emmy; enrique kike quique;
    enrico rico; erich ricky; eric rick ricky erik; erica ricky erika; ernest ernie ernesto; ernst erni;
    eugene gene yevgeny evgeny; eugen gene eugene; eva evi ewa evie;
    evgeny evgeni evgenii yevgeny yevgeni yevhen zhenya zhenia jenya jewgeni eugene evgenij evgeniy;
    evgenia zhenya zhenia yevgenia eugenia jenya; felicity fliss flick; ferdinand ferdi nando ferdy;
    fernando nando fer; florian flo; florence flo florrie flossie; frances fran franny frankie fanny;
    francesca franca cesca chicca; francesco franco cesco checco ciccio; francis fran frankie;
    francisco paco pancho curro fran kiko francis cisco paquito; francisca paca paqui fran; francois frans;
    franciszek franek; franz franzi; franziska franzi fanny ziska; frederic fred fredo;
    frederick fred freddy freddie rick fritz; frederik fred rik freek; friedrich fritz fred friedel frieder fredi;
    gabriel gabe gabi gaby; gabriela gabi gaby; gabriele gabi gaby; gabrielle gabi gaby elle; galina galya;
    gareth gary gaz; gennadi gennady gena; genevieve viv; geoffrey geoff jeff; georg schorsch jorg george;
    george geo georgie; georgios giorgos yorgos george; gerald gerry jerry; gerard gerry gerrit;
    gerhard gerd hardy gert; gertrud trude trudi; gertrude trudy gert gertie; gianluca luca gian; gilbert gil bert;
    gillian jill gill; giovanni gianni gio nanni vanni; giovanna gianna vanna; giuseppe beppe peppe pino peppino;
    giuseppina pina giusy pinuccia; gloria glo; gottfried friedel; graham gray; gregory greg gregg;
    grigori grigory grisha; grzegorz grzesiek; guadalupe lupe lupita; guillaume guy; guillermo guille memo;
    gunter gunther; gustav gus gustl; hannah hannie; hans hansi; harold harry hal; harald harry; heather hev;
    heinrich heinz heiner hinnerk henrik; helen nell nellie ellen; helena lena leni hela; helene lena leni hella;
    helmut helle; henry harry hank hal; henri rik; hermann manni; herbert herb bert bertie; hildegard hilde hilda;
    howard howie; hubert bert hugh; hugo huug; ignacio nacho iggy; ignatius iggy nate; igor igorek gosha;
    ilya ilia ilja iliya; irina ira irene iryna; isaac ike zac; isabel isa bella belle izzy;
    isabella isa bella belle izzy; isabelle isa bella belle izzy; isidoro isi; ivan vanya vania; jack jackie;
    jacob jake jakob jay; jacqueline jackie jacky; jakob kobi jockel; jakub kuba kubus;
    james jim jimmy jamie jem jay; jan janek; jane janie jenny; janet jan jenny; jean-baptiste jb;
    jeannette jean nettie; jeffrey jeff geoff; jeremy jerry jez jem; jeremiah jerry jem; jerome jerry; jerzy jurek;
    jessica jess jessie; jesus chucho chuy suso; joachim jochen jo achim jochim; joanna jo asia joasia; joanne jo;
    joao joca; johann hans jan johannes hannes jo jojo; johanna hanna jo hanni;
    johannes hannes hans jo jan johan joh; john jack johnny jon johnnie jock;
    jonathan jon jonny nathan johnathan johnny; jorge jordi; jose pepe chepe josep; josefa pepa sefa josie;
    josef sepp beppo pepi joseph jupp; joseph joe joey jo jos jupp josef; josephine jo josie josy fina; joshua josh;
    josquin jos; joyce joy; juana juanita; judith judy jude; julia jule juli jules yulia; julian jules jul juli;
    julie jules; julien jules; juliette jules julie; jurgen jurg; karl charly kalle carl; karolina karo lina karola;
    kasimir kazik; katarzyna kasia kaska; katharina kathi kati katja kathe trina rina kate nina katrin;
    katherine kate kathy katie kat kath kitty kay kathryn katy kit; kathleen kath kathy kate katie kat;
    katrin kati kathi trine; kenneth ken kenny; kevin kev; kimberly kim kimmy; kirill kirya kyrill kyrylo;
    klaus nikolaus claus; konrad conny konni conrad kurt; konstantin kostya kosta tino konsti kostia;
    krzysztof krzysiek krzys chris; lambert bert; larisa lara larissa; laurence larry laurie loz lawrence;
    laurent lolo; lawrence larry laurie lars law laurence; leonard leo len lenny leonhard; leonardo leo leon nardo;
    leonhard leo hardy; leonid lenya lyonya; leopold leo poldi; leslie les; lewis lew lou; lidia lida lydia;
    lillian lily lil lilly; lorenzo enzo renzo; louis lou louie lewis; louise lou lulu; luca luke; lucas luke luc;
    lucia lucy luz; ludmila mila luda lyuda lyudmila liudmila; ludwig lutz wiggerl luis louis; luigi gigi gino;
    luis lucho; lukas luk luki lucas; lukasz luk lucas; luise lulu isa; lyubov lyuba luba liubov;
    madeleine maddie madi; madeline maddie maddy; maksim max maks maxim maksym;
    magdalena lena magda leni magdalene madga; malcolm mal; malgorzata gosia malgosia; manfred manni fred;
    manuel manolo manu lolo; manuela manu ela; marcus marc mark; marek mareczek;
    margaret maggie meg peggy marge margie greta daisy madge mags peg rita megan;
    margarete grete greta gretel margret gretchen marga rita;
    margarethe grete greta gretel margret gretchen marga rita; margarita rita marga margo; margherita rita ghita;
    marguerite margot maggie; maria mia mitzi ria mariya mariia mary masha maryia marija; mariana mari; mariano nano;
    marianne mari janne nanne; marie mimi mia; marilyn mary lyn; mario marietto; marion mari; marjorie marge margie;
    markus mark marc; martha marty mattie; martin marty tin martijn; martina tina marti;
    mary molly polly may mae mamie; massimiliano max massimo; mateusz mat matt; mathias matze mat hias matthias;
    mathilde tilly thilda; matilda tilly mattie tilda; matteo teo; matthew matt matty mat;
    matthias matze mat hias mats matthis; matthieu mat mathieu; maureen mo maura; maurice mo maury; mauricio mau;
    max maxi; maximilian max maxi milian; maxime max; megan meg; melanie mel melly; melissa mel missy lissa;
    mercedes merche mercy; mervyn merv;
    michael mike mick micky mickey mikey mitch mischa michi mikael michel mihai mischka; michaela micha michi ela;
    michal michas; michel michou; michele shelly; michelle shelly mich shell; miguel mike migue;
    mikhail misha mischa mihail michail mykhailo mikhailo mikail; milan milo; mildred millie;
    mohammed mo mohamed muhammad mohammad mehmet mohamad mohd muhammed; monica mona nica; monika moni mona;
    montserrat montse; morgan mo; nadezhda nadya nadia nadeschda nadja; nancy nan;
    natalia nat natasha natascha natalya nataliya nataliia; natalie nat; nathan nat nate; nathaniel nat nate nathan;
    nicholas nick nicky nicolas nico klaus colin nic; nicola nicky nicki; nicolas nico nick colas;
    nicole nicky niki nicki nikki cole; niklas nik nick; nikita nik;
    nikolai nikolay kolya nikolaj mykola kolia nick nikolas; nikolaos nikos nick;
    nikolaus niko klaus klas nikol niklas; norbert bert norb; norman norm; olga olya olha helga; oleg oleh olezhka;
    oliver olli ollie oli olly noll; olivia liv livvy ollie; osvaldo valdo; oskar ossi; oswald ossi oz ozzie;
    otto otti; pamela pam; paolo paolino; patricia pat patty tricia trish patsy patti;
    patrick pat paddy rick patrik patryk; paul pauli pablito; paula pauli; paulina pola pauli lina; pauline lina;
    pavel pasha pascha pavlo; pedro perico; penelope penny nell; percival percy;
    peter pete piet petey petr pjotr pyotr; petra peti; philip phil pip philipp phillip flip;
    philipp phil lipp philip; philippa pippa pip; philippe phil; piotr piotrek pyotr petr; pierre pierrot;
    pietro piero; polina polya; priscilla cilla prissy; pyotr petya petr petro piotr pjotr petia; rachel rae rach;
    rafael rafa raphael raf; raimund ray; ralph ralf; ramon moncho; randolph randy; randall randy;
    raphael raf raph rafi; raymond ray; rebecca becky becca bex reba; regina gina regi; reginald reg reggie;
    reinhard reini hardy; reinhold reini holdi; renata rena; renate nate reni; ricardo ricky richie cardo;
    riccardo ricky ricci rick; richard rick dick rich ricky richie dickie ritchie ryszard; rita ritchen;
    robert bob rob bobby robbie bert robby robbi bobbie robin; roberto beto tito rob bert; roberta bobbie robbie;
    roderick rod roddy rory; rodrigo rodri; roland rolli roly; roman roma; ronald ron ronnie ronny; rosa rosi rosita;
    rosalind roz rosie; rosario charo; rosemarie rosi romy rosie; rosemary rosie rose romy; rosina rosi;
    rudolf rudi rolf dolf rudy; rudolph rudy; rupert bert; russell russ rusty; ryszard rysiek; sabine bine;
    sabrina bina brina; salvador chava salva; salvatore toto salvo turi; samantha sam sammy; samuel sam sammy;
    sandra sandy; santiago santi tiago diego yago; sarah sally sadie sal sare;
    sebastian basti seb bastian wastl basty sebi; sebastien seb bastien;
    sergei sergey seryozha serhii serge sergej sergio serhiy; serge sergei; sharon shaz; sheila she; sibylle bille;
    siegfried sigi siggi; sigmund sigi; sigrid siri sigi; silvia silvi sylvie; simon si; simone simmi;
    sofia sonya sofie zofia sonia sofya; solomon sol solly; sophia sofia; sophie so fifi;
    stanislaw stan staszek stas; stanislav stas slava; stanley stan; stefan stef steff stevie;
    stefanie steffi steff stephanie; stephan steff steffen; stephanie steph stephie stevie steffi;
    stephen steve steph stevie steven; steven steve stevie stephen; stuart stu stewart; susan sue susie suzy suze;
    susanna sue susi anna sanna zuzanna; susanne susi sanne suse susanna; suzanne sue suzy suzie;
    svetlana sveta lana svitlana; sylvester sly vester; sylvia syl sylvie; tabitha tabby; tadeusz tadek;
    tamara tamy toma; tatiana tanya tania tanja tatyana tetiana tata; teresa tess terry tere resi tessa;
    terence terry tel; theodor theo teo thedi; theodore ted teddy theo; theresa tess terry tessa resi;
    therese resi tess; theresia resi thesi; thomas tom tommy thom tomi tomas; tiffany tiff; timofei timofey tima;
    timothy tim timmy; tobias tobi toby; tomas tom tomi; tomasz tomek; tommaso tommy maso masino;
    ulrich uli ulli utz; ulrike uli ulla rike ulli; ursula uschi ulla ursel; ute utz; vadim vadik vadym;
    valentin vale tino velten; valentina vale tina valya; valeria vale lera; valerie val;
    valeri valery lera valera valerij; vasili vasily vasya vasilij vasyl vasiliy; vera verochka;
    veronica ronnie vero roni nica; veronika vroni roni vera nika; victor vic vick viktor;
    victoria vicky tori vic vicki vikki tory; viktor vitya vik victor;
    viktoria viki vicky vika viktoriya tori viktoriia; vincent vince vinnie; vincenzo enzo vinci cenzo;
    virginia ginny ginger gina; vitali vitaly vitalik vitalii vitalij; vittoria vicky vitto;
    vladimir vova volodya vlad vladi wladimir volodymyr vladimer; vladislav vlad slava vladik vladyslav;
    vyacheslav slava viacheslav wjatscheslaw; wallace wally; walter walt wally wat; waltraud traudl traudi;
    wendy wen; werner wern; wilfried willi fred; wilhelm willi willy helmut will wim;
    wilhelmina mina minna wilma helma; willem wim pim; william will bill billy willy willie liam wil;
    winfried winni fred; winifred win winnie freda; wojciech wojtek; wolfgang wolf wolfi wolle; xavier xavi javi;
    javier javi xavi; yolanda yoli; yulia julia yuliya yuliia julija iulia; yuri yura juri yury iouri yurii jurij;
    yves yvo; yvonne vonne evi; zachary zach zack zak; zbigniew zbyszek; zofia zosia; kim gim; lee yi rhee i ri;
    park bak pak; choi choe; jung jeong chung chong; kang gang; cho jo; yoon yun; lim im; shin sin; oh o; woo u;
    nguyen nguyn
"""
_ENTRIES = [entry.split() for entry in _FORMS.split(";")]

FULL_NAMES = frozenset(entry[0] for entry in _ENTRIES)
"""Names that have other forms."""


def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for full, *forms in _ENTRIES:
        for form in forms:
            found[form].add(full)
    for full in FULL_NAMES:
        found[full].add(full)
    return {form: frozenset(fulls) for form, fulls in found.items()}


_FULL_NAMES_OF = _table()
_NONE: frozenset[str] = frozenset()


def full_names(word: str) -> frozenset[str]:
    """The names that a folded word may be a form of, itself among them where it is one."""
    return _FULL_NAMES_OF.get(word, _NONE)
