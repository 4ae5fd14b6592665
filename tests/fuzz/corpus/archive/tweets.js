window.YTD.tweets.part0 = [
  {
    "tweet": {
      "full_text": "Sorting exit tickets into piles tells me more than a quiz.",
      "created_at": "Wed Jan 10 20:19:24 +0000 2018",
      "id_str": "1",
      "entities": {
        "media": [
          {}
        ]
      }
    }
  },
  {
    "tweet": {
      "full_text": "Call her dad at 312-555-0142 &amp; ask &lt;him&gt;.",
      "created_at": "Wed Feb 10 20:19:24 +0000 2018",
      "id_str": "1",
      "entities": {
        "media": [
          {}
        ]
      }
    }
  },
  {
    "tweet": {
      "full_text": "RT @someone: Call her dad at 312-555-0142 &amp; ask &lt;him&gt;.",
      "created_at": "Wed Feb 10 20:19:24 +0000 2018",
      "id_str": "1",
      "entities": {
        "media": [
          {}
        ]
      }
    }
  },
  {
    "tweet": {
      "full_text": "] } [ \\ \" Sorting exit tickets into piles tells me more than a quiz.",
      "created_at": "Wed Mar 10 20:19:24 +0000 2018",
      "id_str": "1",
      "entities": {
        "media": [
          {}
        ]
      }
    }
  },
  {
    "full_text": "Call her dad at 312-555-0142 & ask <him>.",
    "created_at": "Wed Dec 10 20:19:24 +0000 2008"
  }
]
