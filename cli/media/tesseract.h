/* tesseract.h - Tesseract's library, loaded as the program runs: it brings libcurl with it, which no program of
 * hallpass but hallpass-fetch links. */
#ifndef HALLPASS_TESSERACT_H
#define HALLPASS_TESSERACT_H

#include <tesseract/capi.h>

/* What is called of it, without the "Tess" that each begins with. */
#define TESSERACT_CALLS(CALL)                                                                                          \
    CALL(BaseAPICreate)                                                                                                \
    CALL(BaseAPIDelete)                                                                                                \
    CALL(BaseAPIGetIterator)                                                                                           \
    CALL(BaseAPIInit3)                                                                                                 \
    CALL(BaseAPIRecognize)                                                                                             \
    CALL(BaseAPISetImage2)                                                                                             \
    CALL(BaseAPISetPageSegMode)                                                                                        \
    CALL(BaseAPISetSourceResolution)                                                                                   \
    CALL(BaseAPISetVariable)                                                                                           \
    CALL(DeleteText)                                                                                                   \
    CALL(MonitorCreate)                                                                                                \
    CALL(MonitorDelete)                                                                                                \
    CALL(MonitorSetDeadlineMSecs)                                                                                      \
    CALL(PageIteratorBoundingBox)                                                                                      \
    CALL(PageIteratorIsAtBeginningOf)                                                                                  \
    CALL(ResultIteratorConfidence)                                                                                     \
    CALL(ResultIteratorDelete)                                                                                         \
    CALL(ResultIteratorGetPageIteratorConst)                                                                           \
    CALL(ResultIteratorGetUTF8Text)                                                                                    \
    CALL(ResultIteratorNext)

typedef struct tesseract {
#define TESSERACT_CALL(name) __typeof__(&Tess##name) name;
    TESSERACT_CALLS(TESSERACT_CALL)
#undef TESSERACT_CALL
} tesseract;

/* Loads it, with one thread; to be asked once, it stays. NULL: it is not on this computer, or is another version. */
const tesseract *tesseract_load(void);

#endif
