"""Words for the gallery: English as written, the longer pseudo-language, and enough Arabic to see its shapes."""

from __future__ import annotations

import gettext

from caregiver_app.text import Texts

_ARABIC = {
    "None": "لا يوجد",
    "Mild": "خفيف",
    "Moderate": "متوسط",
    "Severe": "شديد",
    "Yes": "نعم",
    "No": "لا",
    "Save": "حفظ",
    "Back": "رجوع",
    "Good morning, Elena": "صباح الخير يا إلينا",
    "Call the nurse today: pain is rising": "اتصلي بالممرضة اليوم: الألم يزداد",
    "Nurse line": "خط الممرضة",
    "I have called": "لقد اتصلت",
    "I ask Rosa": "أسأل روزا",
    "Rosa herself": "روزا نفسها",
    "What I see": "ما أراه",
    "Nurse": "الممرضة",
    "How short of breath is Rosa right now?": "ما مدى ضيق تنفس روزا الآن؟",
    "Breathes easily": "تتنفس بسهولة",
    "Worst you can imagine": "أسوأ ما يمكن تخيله",
    "Crisis plan": "خطة الأزمات",
    "Rosa's answers": "إجابات روزا",
    "What you saw": "ما رأيته",
}


class _Arabic(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _ARABIC.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return _ARABIC.get(message, message)


def gallery_texts() -> dict[str, Texts]:
    """Texts by language name: en, ar, xx-long."""
    plain = gettext.NullTranslations()
    return {"en": Texts("en", plain), "ar": Texts("ar", _Arabic()), "xx-long": Texts("xx-long", plain)}
