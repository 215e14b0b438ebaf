"""Names of other scripts in Latin letters, as far as two records of one person need it to meet.

Cyrillic, Greek, kana and Hangul have letters for all sounds. Hebrew and Arabic leave most vowels out, so that what
comes of them is a name's consonants (``mhmd``). Of Chinese characters those are known that names are usually made of.
"""

# ruff: noqa: RUF001  # letters of other scripts look like Latin ones

from __future__ import annotations

import unicodedata

_LETTERS = {
    "Cyrillic": """
        а a б b в v г g ґ g д d е e є e ж zh з z и i і i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch
        ш sh щ shch ы y э e ю iu я ia ј j љ lj њ nj ђ dj ћ c џ dz ў u ә a ғ g қ k ң n ө o ү u ұ u һ h
    """,
    "Greek": """
        α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ i φ f χ ch ψ ps ω o ϐ v
    """,
    "Hebrew": """
        א a ב b ג g ד d ה h ו v ז z ח h ט t י i כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף p צ z ץ z ק k ר r ש sh ת t
    """,
    "Arabic": """
        ا a آ a أ a إ i ب b پ p ت t ث th ج j چ ch ح h خ kh د d ذ dh ر r ز z ژ zh س s ش sh ص s ض d ط t ظ z ع a غ gh ف
        f ق q ک k ك k گ g ل l م m ن n و w ه h ة a ى a ی i ي i ئ i ؤ w ں n ے e
    """,
    "Japanese": """
        あ a い i う u え e お o か ka き ki く ku け ke こ ko が ga ぎ gi ぐ gu げ ge ご go さ sa し shi す su せ
        se そ so ざ za じ ji ず zu ぜ ze ぞ zo た ta ち chi つ tsu て te と to だ da ぢ ji づ zu で de ど do な na
        に ni ぬ nu ね ne の no は ha ひ hi ふ fu へ he ほ ho ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe
        ぽ po ま ma み mi む mu め me も mo や ya ゆ yu よ yo ら ra り ri る ru れ re ろ ro わ wa を o ん n ゔ vu
    """,
    "Korean": """
        ᄀ g ᄁ kk ᄂ n ᄃ d ᄄ tt ᄅ r ᄆ m ᄇ b ᄈ pp ᄉ s ᄊ ss ᄌ j ᄍ jj ᄎ ch ᄏ k ᄐ t ᄑ p ᄒ h ᅡ a ᅢ ae ᅣ ya ᅤ
        yae ᅥ eo ᅦ e ᅧ yeo ᅨ ye ᅩ o ᅪ wa ᅫ wae ᅬ oe ᅭ yo ᅮ u ᅯ wo ᅰ we ᅱ wi ᅲ yu ᅳ eu ᅴ ui ᅵ i ᆨ k ᆩ k ᆫ n ᆭ n ᆮ t ᆯ l ᆷ m ᆸ p ᆺ t ᆻ t ᆼ ng ᆽ t ᆾ
        t ᆿ k ᇀ t ᇁ p ᇂ t
    """,
}
_TOGETHER = {"ου": "u", "μπ": "b", "ντ": "d", "γκ": "g"}
_SILENT = "ьъʹʼ־׳״ـءᄋー"
_SMALL = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}

# family names first, then what given names are made of
_PINYIN = """
    王wang 李li 张zhang 張zhang 刘liu 劉liu 陈chen 陳chen 杨yang 楊yang 赵zhao 趙zhao 黄huang 黃huang 周zhou 吴wu
    吳wu 徐xu 孙sun 孫sun 胡hu 朱zhu 高gao 林lin 何he 郭guo 马ma 馬ma 罗luo 羅luo 梁liang 宋song 郑zheng 鄭zheng
    谢xie 謝xie 韩han 韓han 唐tang 冯feng 馮feng 于yu 董dong 萧xiao 蕭xiao 肖xiao 程cheng 曹cao 袁yuan 邓deng 鄧deng
    许xu 許xu 傅fu 沈shen 曾zeng 彭peng 吕lü 呂lü 苏su 蘇su 卢lu 盧lu 蒋jiang 蔣jiang 蔡cai 贾jia 賈jia 丁ding 魏wei
    薛xue 叶ye 葉ye 阎yan 閻yan 余yu 潘pan 杜du 戴dai 夏xia 钟zhong 鍾zhong 汪wang 田tian 任ren 姜jiang 范fan 方fang
    石shi 姚yao 谭tan 譚tan 廖liao 邹zou 鄒zou 熊xiong 金jin 陆lu 陸lu 郝hao 孔kong 白bai 崔cui 康kang 毛mao 邱qiu
    秦qin 江jiang 史shi 顾gu 顧gu 侯hou 邵shao 孟meng 龙long 龍long 万wan 萬wan 段duan 雷lei 钱qian 錢qian 汤tang
    湯tang 尹yin 黎li 易yi 常chang 武wu 乔qiao 喬qiao 贺he 賀he 赖lai 賴lai 龚gong 龔gong 文wen 欧ou 歐ou 阳yang
    陽yang 司si 上shang 官guan 诸zhu 諸zhu 葛ge 伟wei 偉wei 芳fang 娜na 敏min 静jing 靜jing 丽li 麗li 强qiang
    強qiang 磊lei 军jun 軍jun 洋yang 勇yong 艳yan 艷yan 杰jie 傑jie 娟juan 涛tao 濤tao 明ming 超chao 秀xiu 霞xia
    平ping 刚gang 剛gang 桂gui 英ying 华hua 華hua 玉yu 兰lan 蘭lan 红hong 紅hong 建jian 国guo 國guo 志zhi 小xiao
    晓xiao 曉xiao 春chun 梅mei 云yun 雲yun 海hai 波bo 宁ning 寧ning 鹏peng 鵬peng 飞fei 飛fei 宇yu 浩hao 子zi 轩xuan
    軒xuan 涵han 梓zi 雨yu 欣xin 怡yi 佳jia 思si 嘉jia 俊jun 博bo 天tian 一yi 家jia 瑞rui 成cheng 东dong 東dong
    新xin 立li 永yong 健jian 世shi 广guang 廣guang 义yi 義yi 兴xing 興xing 良liang 山shan 仁ren 宝bao 寶bao 学xue
    學xue 才cai 元yuan 凤feng 鳳feng 珍zhen 莉li 婷ting 雪xue 琳lin 慧hui 颖ying 穎ying 倩qian 燕yan 玲ling 琴qin
    萍ping 莹ying 瑩ying 洁jie 潔jie 月yue 爱ai 愛ai 美mei 香xiang 翠cui 凯kai 凱kai 峰feng 亮liang 辉hui 輝hui
    斌bin 鑫xin 旭xu 昊hao 然ran 毅yi 林lin 中zhong 大da 太tai 心xin 安an 彬bin 德de 庆qing 慶qing 振zhen 晨chen
    昕xin 晶jing 正zheng 清qing 源yuan 瑶yao 瑤yao 生sheng 祥xiang 荣rong 榮rong 诗shi 詩shi 豪hao 越yue 雅ya
"""
_TWO_CHARACTERS = frozenset({"欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛"})

CONSONANTS_ONLY = frozenset({"Hebrew", "Arabic"})
"""Scripts in which names are written without most of their vowels."""


def _tables() -> tuple[dict[str, str], dict[str, str]]:
    latin: dict[str, str] = {}
    scripts: dict[str, str] = {}
    for script, text in _LETTERS.items():
        words = text.split()
        latin.update(zip(words[::2], words[1::2], strict=True))
        scripts.update(dict.fromkeys(words[::2], script))
    for number in range(ord("ァ"), ord("ヴ") + 1):  # katakana stand 96 places behind hiragana
        hiragana = chr(number - 96)
        if hiragana in latin:
            latin[chr(number)] = latin[hiragana]
            scripts[chr(number)] = "Japanese"
    for pair in _PINYIN.split():
        latin[pair[0]] = pair[1:].replace("ü", "u")
        scripts[pair[0]] = "Chinese"
    latin.update(dict.fromkeys(_SILENT, ""))
    return latin, scripts


_LATIN, _SCRIPTS = _tables()
_SMALL_KANA = {**_SMALL, **{chr(ord(kana) + 96): latin for kana, latin in _SMALL.items()}}
_DOUBLING = frozenset("っッ")


def script_of(word: str) -> str:
    """The script a word is written in; an empty text for Latin, and for what has no table here."""
    found = {_SCRIPTS[letter]: None for letter in word if letter in _SCRIPTS}
    return "Japanese" if "Japanese" in found else next(iter(found), "")


def in_latin(words: list[str], script: str) -> list[str]:
    """A name's words, folded but for kana's marks, in Latin letters; a letter that has no table stays as it is.

    Chinese and Korean names become family name and given name, wherever blanks stand.
    """
    if script == "Chinese":
        whole = "".join(words)
        cut = 2 if whole[:2] in _TWO_CHARACTERS else 1
        return [part for part in (_letters(whole[:cut]), _letters(whole[cut:])) if part]
    if script == "Korean":
        syllables = unicodedata.normalize("NFC", "".join(words))
        return [_letters(unicodedata.normalize("NFD", part)) for part in (syllables[:1], syllables[1:]) if part]
    return [_kana(word) if script == "Japanese" else _letters(word) for word in words]


def _letters(word: str) -> str:
    for pair, latin in _TOGETHER.items():
        word = word.replace(pair, latin)
    return "".join([_LATIN.get(letter, letter) for letter in word])


def _kana(word: str) -> str:
    """Kana, whose small letters belong to the one before or after."""
    text = ""
    double = False
    for letter in word:
        if letter in _DOUBLING:
            double = True
        elif letter in _SMALL_KANA and text.endswith("i"):
            vowel = _SMALL_KANA[letter]
            text = text[:-1] + (vowel[1:] if text.endswith(("shi", "chi", "ji")) else vowel)
        else:
            latin = _LATIN.get(letter, letter)
            text += latin[:1] + latin if double else latin
            double = False
    return text
